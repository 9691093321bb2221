import { join } from 'node:path';
import type { Logger } from 'pino';
import { ADAPTERS } from '../../adapters/adapters.ts';
import { Accounts } from '../accounts/accounts.ts';
import { Passwords } from '../accounts/password.ts';
import { Sessions } from '../accounts/sessions.ts';
import { AuditTrail } from '../audit/trail.ts';
import { DailyFiles } from '../clearing/days/daily-files.ts';
import type { Sealing } from '../clearing/days/seal.ts';
import { Experience } from '../clearing/experience/experience.ts';
import { Reconciliations } from '../clearing/reconciliation/reconciliations.ts';
import { Clearing } from '../clearing/statement/clearing.ts';
import { OperatorDesk } from '../console/operator/operator-desk.ts';
import { SchemeDesk } from '../console/schemes/scheme-desk.ts';
import { HisDesk } from '../his/desk.ts';
import { ExchangedFiles } from '../his/files.ts';
import { DEFAULT_LIMITS, type Gateway } from '../http/gateway.ts';
import { traceOf } from '../http/trace.ts';
import { StoredReplayWindow } from '../ledger/nonces.ts';
import { takeUpGenerations } from '../ledger/vault-keys.ts';
import { ReplayGuard } from '../message/replay.ts';
import { Refusal } from '../problem/refusal.ts';
import { importEnrollments } from '../roster/enrollment/import.ts';
import { importParties } from '../roster/parties.ts';
import { addKeys, keysOf, resume, revokeKey, suspend } from '../roster/party-keys.ts';
import { policyHolder } from '../roster/policies.ts';
import { MessageService } from '../settlement/message/service.ts';
import { ReviewService } from '../settlement/review-service.ts';
import { SettlementService } from '../settlement/service.ts';
import { clockStartingAt, type Instant, systemClock } from '../time/clock.ts';
import { gatewayId } from './gateway-id.ts';
import type { Place } from './options.ts';
import { openLedger, openStore, type Store } from './store.ts';
import { takingOver } from './take-over.ts';
import { VERSION } from './version.ts';

export interface GatewayOptions extends Place {
  readonly sandbox: boolean;
  /** Where the business clock starts; it runs with the machine's clock where this is not given. */
  readonly businessTime?: Instant | undefined;
  /** The real instant at which it started there; now, where this is not given. */
  readonly startedAt?: Instant | undefined;
  /** The gateway's id; `yizhan`, or `yizhan-sandbox` in the sandbox, where it is not given. */
  readonly id?: string | undefined;
  readonly publicBasePath?: string | undefined;
  readonly logger: Logger;
}

/** A gateway with all its rooms, ready to be served. */
export interface RunningGateway {
  readonly gateway: Gateway;
  readonly store: Store;
  readonly settlement: SettlementService;
  readonly sealing: Sealing;
  close(): Promise<void>;
}

/** Puts the rooms together over one data folder. The only place that knows them all. */
export async function openGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { businessTime, startedAt } = options;
  const clock = businessTime === undefined ? systemClock : clockStartingAt(businessTime, Date.now, startedAt);
  const store = await openStore(options, clock);
  const { database, registry, vault, library } = store;
  const dependencies = await openLedger(store);
  const settlement = new SettlementService(dependencies);
  const id = gatewayId(options.id, options.sandbox);
  const { logger } = options;
  const problem = (error: unknown) => logger.error({ error: traceOf(error) }, 'changed keys cannot be used');
  const keys = await store.keys(problem);
  const takeKeys = async () => {
    await keys.refresh();
    if (await takeUpGenerations(database, vault, store.outerKeys)) return;
    logger.warn(
      'the data key was changed: goes on with the generation from before until it is restarted with the new one',
    );
  };
  const schemes = library.list().map(({ rules }) => rules.scheme);
  const dailyFiles = new DailyFiles(database, schemes);
  const passwords = new Passwords();
  const gateway: Gateway = {
    id,
    version: VERSION,
    sandbox: options.sandbox,
    publicBasePath: options.publicBasePath ?? '',
    limits: DEFAULT_LIMITS,
    uploadFolder: join(options.data, 'uploads'),
    clock,
    logger,
    keys,
    refresh: takingOver(registry, takeKeys, problem),
    replay: new ReplayGuard(new StoredReplayWindow(database, clock), clock),
    registry,
    settlement,
    his: new HisDesk({
      adapters: ADAPTERS,
      messages: new MessageService(dependencies),
      files: new ExchangedFiles(database, vault, clock),
      clock,
      centreFunds: (hospitalId) => registry.centreFunds(hospitalId),
    }),
    reviews: new ReviewService({
      ...dependencies,
      policyHolder: (scheme, policyNo) => database.read(() => policyHolder(scheme, policyNo)),
    }),
    dailyFiles,
    reconciliations: new Reconciliations(database, dailyFiles, clock),
    clearing: new Clearing(database, library, clock),
    experience: new Experience(database, library),
    enrollments: {
      import: (schemeId, source, asOf, by) => {
        const scheme = library.get(schemeId);
        if (scheme === undefined) {
          throw new Refusal('SCHEME_NOT_FOUND', { detail: '没有这个保障方案', detailEn: 'There is no such scheme' });
        }
        return importEnrollments({
          database,
          vault,
          scheme,
          vocabulary: library.vocabulary(),
          source,
          asOf,
          clock,
          by,
        });
      },
    },
    parties: {
      import: (file, by) => importParties(database, file, clock, by),
      keys: (party) => database.read(() => keysOf(party)),
      addKeys: (asked) => addKeys(database, asked, clock),
      revokeKey: (asked) => revokeKey(database, asked, clock),
      suspend: (asked) => suspend(database, asked, clock),
      resume: (asked) => resume(database, asked, clock),
    },
    console: {
      sessions: new Sessions({ database, vault, clock, passwords, sandbox: options.sandbox }),
      accounts: new Accounts({ database, vault, clock, passwords, registry }),
      schemes: new SchemeDesk(library, registry),
      operator: new OperatorDesk(database, registry),
      schemeName: (scheme) => library.get(scheme)?.rules.name,
      benefitName: (scheme, benefit) => library.get(scheme)?.rules.benefits.find(({ id }) => id === benefit)?.name,
      rules: (scheme) => library.get(scheme)?.rules,
    },
    audit: new AuditTrail(database),
    ready: () => database.ready(),
    queueLength: () => database.waiting,
  };
  const sealing = { database, ledger: dependencies.ledger, gateway: id, keys, schemes, clock };
  return { gateway, store, settlement, sealing, close: () => store.close() };
}
