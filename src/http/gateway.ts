import type { Logger } from 'pino';
import type { AuditTrail } from '../audit/trail.ts';
import type { Claim } from '../claim/claim.ts';
import type { DailyFiles } from '../clearing/days/daily-files.ts';
import type { Experience } from '../clearing/experience/experience.ts';
import type { Reconciliations } from '../clearing/reconciliation/reconciliations.ts';
import type { Clearing } from '../clearing/statement/clearing.ts';
import type { ConsoleServices } from '../console/services.ts';
import type { HisDesk } from '../his/desk.ts';
import type { SigningParty } from '../message/checks.ts';
import type { KeyStore } from '../message/keystore.ts';
import type { Arrival, ReplayWindow } from '../message/replay.ts';
import type { addKeys, PartyKeys, resume, revokeKey, suspend } from '../roster/party-keys.ts';
import type { BilledSettlement } from '../settlement/bill.ts';
import type {
  AcknowledgementDocument,
  DecisionDocument,
  EligibilityDocument,
  ReversalDocument,
  ReversalRequest,
  StatementDocument,
} from '../settlement/documents.ts';
import type { EligibilityRequest } from '../settlement/requests.ts';
import type { ReviewService } from '../settlement/review-service.ts';
import type { Clock, Instant } from '../time/clock.ts';

/** What kind of caller a party is; it decides which routes are its own. */
export type PartyKind = 'hospital' | 'insurer' | 'operator';

/** A registered caller. */
export interface Party extends SigningParty {
  readonly kind: PartyKind;
  /** As people know it. */
  readonly name?: string;
  /** The schemes an insurer stands for. */
  readonly schemes?: readonly string[];
}

/** Everything a hospital can ask about settlements. All throw Refusal. */
export interface Settlement {
  quote(hospitalId: string, claim: Claim): Promise<DecisionDocument>;
  settle(
    hospitalId: string,
    claim: Claim,
    arrival?: Arrival,
  ): Promise<{ readonly created: boolean; readonly decision: DecisionDocument }>;
  query(hospitalId: string, settlementId: string): Promise<DecisionDocument>;
  /** With the bill it was made on; for pages. */
  billed(hospitalId: string, settlementId: string, attempt?: number): Promise<BilledSettlement>;
  reverse(
    hospitalId: string,
    settlementId: string,
    request: ReversalRequest,
  ): Promise<{ readonly created: boolean; readonly reversal: ReversalDocument }>;
  acknowledge(hospitalId: string, settlementId: string): Promise<AcknowledgementDocument>;
  statement(hospitalId: string, date: string): Promise<StatementDocument>;
  eligibility(hospitalId: string, request: EligibilityRequest): Promise<EligibilityDocument>;
}

/** What became of a roster file. */
export interface EnrollmentReport {
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: readonly { readonly row: number; readonly code: string; readonly message: string }[];
  /** All that were not taken, listed or not. */
  readonly rejectedTotal: number;
}

/** How many parties an import added, changed and found as they were. */
export interface PartiesReport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** What a change to a party is asked with. */
type Asked<Change extends (database: never, asked: never, clock: never) => unknown> = Parameters<Change>[1];

/** How much the gateway takes on. */
export interface Limits {
  /** Requests a second of one party; as many may come at once. */
  readonly requestsPerSecond: number;
  /** The same for eligibility questions, which are counted by themselves. */
  readonly eligibilityPerSecond: number;
  /** Pages a second for one person, or for one address where nobody is signed in. */
  readonly pagesPerSecond: number;
  /** With more writes waiting than this, requests are answered 503 before any work is done for them. */
  readonly queueLength: number;
  /** With more work than for so many milliseconds, time after time, what is left of what arrived together is answered 503. */
  readonly turnMilliseconds: number;
}

/**
 * The limits of contract section 6. A settlement is two writes, its own and its message's claim: as many wait as are done
 * in a fraction of a second.
 */
export const DEFAULT_LIMITS: Limits = {
  requestsPerSecond: 500,
  eligibilityPerSecond: 20,
  pagesPerSecond: 20,
  queueLength: 256,
  turnMilliseconds: 300,
};

/** What the HTTP room needs from the rest of the house. */
export interface Gateway {
  /** The gateway's own id, `aud` of requests and `iss` of answers. */
  readonly id: string;
  readonly version: string;
  /** Adds the routes that exist for integrators only. */
  readonly sandbox: boolean;
  /** What a proxy puts before our paths, such as `/yizhan`; it may or may not arrive here. Empty for none. */
  readonly publicBasePath: string;
  readonly limits: Limits;
  /** Where uploads lie while they come in; made where it does not exist. They hold personal data. */
  readonly uploadFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keys: KeyStore;
  readonly replay: ReplayWindow;
  /** Takes over what other processes have changed by now: parties, lists, facts, the gateway's own keys. */
  refresh(): Promise<void>;
  readonly registry: {
    party(id: string): Party | undefined;
    /** Whether any party has a key for that signature algorithm. */
    signsWith(alg: string): boolean;
    /** How insurers share what a scheme pays. */
    shares(scheme: string): readonly { readonly insurer: string }[];
  };
  readonly settlement: Settlement;
  readonly his: Pick<HisDesk, 'adapter' | 'signing' | 'execute'>;
  readonly enrollments: {
    /** @throws Refusal `SCHEME_NOT_FOUND` */
    import(scheme: string, source: AsyncIterable<Uint8Array>, asOf: Instant, by: string): Promise<EnrollmentReport>;
  };
  readonly reviews: Pick<
    ReviewService,
    'pended' | 'of' | 'preview' | 'resolve' | 'external' | 'cancelExternal' | 'permitReversal' | 'detail'
  >;
  readonly dailyFiles: Pick<DailyFiles, 'list' | 'manifest' | 'file'>;
  readonly reconciliations: Pick<Reconciliations, 'reconcile' | 'list' | 'report' | 'csv'>;
  readonly clearing: Pick<Clearing, 'ofScheme' | 'ofHospital'>;
  readonly experience: Pick<Experience, 'of'>;
  readonly parties: {
    /** @param file the bytes of a registry file. @throws Refusal `INVALID_BODY` */
    import(file: Uint8Array, by: string): Promise<PartiesReport>;
    keys(party: string): Promise<PartyKeys>;
    addKeys(asked: Asked<typeof addKeys>): Promise<PartyKeys>;
    revokeKey(asked: Asked<typeof revokeKey>): Promise<PartyKeys>;
    suspend(asked: Asked<typeof suspend>): Promise<PartyKeys>;
    resume(asked: Asked<typeof resume>): Promise<PartyKeys>;
  };
  /** What the pages for people need beside all that. */
  readonly console: ConsoleServices;
  readonly audit: Pick<AuditTrail, 'page'>;
  /** Whether the store answers. */
  ready(): Promise<boolean>;
  /** How many writes wait now. */
  queueLength(): number;
}
