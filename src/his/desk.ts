import { randomInt } from 'node:crypto';
import type { Adapter, ClaimMessage, Command, Outcome, SigningHospital } from '../../adapters/adapter.ts';
import { parseClaim } from '../claim/parse.ts';
import type { Arrival } from '../message/replay.ts';
import type { MessageService, NamedOrigin } from '../settlement/message/service.ts';
import type { Clock } from '../time/clock.ts';
import { compareTotals, differences, inScope, totalsOf } from './check.ts';
import type { ExchangedFiles } from './files.ts';

/** What the desk needs from the rest of the house. */
export interface HisDependencies {
  readonly adapters: readonly Adapter[];
  readonly messages: MessageService;
  readonly files: ExchangedFiles;
  readonly clock: Clock;
  /** Which scheme a fund row of the centre's is a payment of, as the registry has it for the hospital. */
  readonly centreFunds: (hospitalId: string) => SigningHospital['centreFunds'];
}

/** What became of a command, and whether it settled something that was not settled before. */
export interface Executed {
  readonly outcome: Outcome;
  readonly created: boolean;
}

/** The one place where what a HIS's message asks for is done, whatever its format. All throw Refusal. */
export class HisDesk {
  readonly #on: HisDependencies;
  readonly #adapters: ReadonlyMap<string, Adapter>;

  constructor(dependencies: HisDependencies) {
    this.#on = dependencies;
    this.#adapters = new Map(dependencies.adapters.map((adapter) => [adapter.name, adapter]));
  }

  adapter(name: string): Adapter | undefined {
    return this.#adapters.get(name);
  }

  signing(hospitalId: string): SigningHospital {
    return { id: hospitalId, centreFunds: this.#on.centreFunds(hospitalId) };
  }

  /** @param arrival the message, where it is still being claimed */
  async execute(hospitalId: string, command: Command, arrival?: Arrival): Promise<Executed> {
    const { messages, files } = this.#on;
    // A settlement becomes durable together with its claim; everything else waits for it.
    if (command.kind !== 'settle') await arrival?.claimed;
    switch (command.kind) {
      case 'quote':
        return this.#decided(command, await messages.quote(hospitalId, this.#claim(command), originOf(command)));
      case 'settle':
        return this.#decided(
          command,
          await messages.settle(hospitalId, this.#claim(command), originOf(command), arrival),
        );
      case 'query': {
        const decision = await messages.query(hospitalId, command.settlementId, command);
        return done({ kind: 'query', decision, already: true, warnings: [] });
      }
      case 'reverse': {
        const { settlementId, encounterId, message } = command;
        const asked = { encounterId, person: message?.person ?? '', messageId: message?.id ?? null };
        const { reversal } = await messages.reverse(hospitalId, settlementId, asked);
        return done({ kind: 'reverse', reversal, decision: await messages.decision(reversal.decisionId) });
      }
      case 'reverse-message':
        await messages.takeBack(hospitalId, command.original);
        return done({ kind: 'reverse-message' });
      case 'check-totals': {
        const { from, to } = command.scope;
        const here = inScope(await messages.counted(hospitalId, from, to), command.scope);
        return done({ kind: 'check-totals', result: compareTotals(command.totals, here), here: totalsOf(here) });
      }
      case 'check-details': {
        const { rows, scope } = command;
        const there = rows.in === 'message' ? rows.rows : rows.read((await files.read(hospitalId, rows.fileId)).bytes);
        const here = inScope(await messages.counted(hospitalId, scope.from, scope.to), scope);
        const keep = (name: string, bytes: Uint8Array) => files.keep(hospitalId, name, bytes);
        const all = differences(there, here);
        const asked = scope.listedOnly === true ? all.filter(({ result }) => result !== 'more-here') : all;
        return done({ kind: 'check-details', differences: asked, keep });
      }
      case 'upload':
        return done({ kind: 'upload', file: await files.keep(hospitalId, command.name, command.bytes) });
      case 'download':
        return done({ kind: 'download', ...(await files.read(hospitalId, command.fileId)) });
      case 'sign-in':
        // Who signs in is known by the signature of every message; the number is for the HIS's own records.
        return done({ kind: 'sign-in', signNo: String(randomInt(1e11, 1e12)) });
      case 'sign-out':
        return done({ kind: 'sign-out' });
    }
  }

  #claim({ claim }: ClaimMessage) {
    return parseClaim(claim, this.#on.clock.business());
  }

  #decided(
    { kind, warnings }: Extract<Command, { readonly kind: 'quote' | 'settle' }>,
    { created, decision }: Awaited<ReturnType<MessageService['settle']>>,
  ): Executed {
    return { outcome: { kind, decision, already: !created, warnings }, created: created && kind === 'settle' };
  }
}

function done(outcome: Outcome): Executed {
  return { outcome, created: false };
}

function originOf({ message, centre, warnings }: ClaimMessage): NamedOrigin {
  return { message, centre, warnings };
}
