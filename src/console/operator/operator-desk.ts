import { sealedDays } from '../../clearing/days/sealed.ts';
import { type FactValue, factHistory, type ListVersion, listVersions } from '../../roster/history.ts';
import type { Party } from '../../roster/party.ts';
import type { Bilingual } from '../../scheme/words.ts';
import type { Database } from '../../store/database.ts';
import type { DateText } from '../../time/calendar.ts';

/** What of the registry an operator looks at. */
export interface RegistryReads {
  parties(): readonly Party[];
  sharesProblem(scheme: string): Bilingual | undefined;
}

/** What an operator sees of the gateway: it reads, and changes nothing. */
export class OperatorDesk {
  readonly #database: Database;
  readonly #registry: RegistryReads;

  constructor(database: Database, registry: RegistryReads) {
    this.#database = database;
    this.#registry = registry;
  }

  /** Which store is used. */
  get store(): Database['dialect'] {
    return this.#database.dialect;
  }

  /** All registered parties, by id. */
  parties(): readonly Party[] {
    return this.#registry.parties();
  }

  /** Why it is open how the insurers of a scheme share; undefined where it is not. */
  sharesProblem(scheme: string): Bilingual | undefined {
    return this.#registry.sharesProblem(scheme);
  }

  /** The versions of an imported list, the newest last. */
  listVersions(list: string): Promise<readonly ListVersion[]> {
    return this.#database.read(() => listVersions(list));
  }

  /** Every value that the facts of a scheme have had, by name, the newest last. */
  factHistory(scheme: string): Promise<readonly FactValue[]> {
    return this.#database.read(() => factHistory(scheme));
  }

  /** The last business day that is sealed. */
  async lastSealed(): Promise<DateText | undefined> {
    return (await this.#database.read(sealedDays))?.last;
  }
}
