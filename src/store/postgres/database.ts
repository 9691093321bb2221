import type { Database } from '../database.ts';
import { run, runLater, type Steps } from '../steps.ts';
import { Connections, type Held } from './connections.ts';
import { asRefusal, isLostRace, untilWon } from './faults.ts';
import { migrate } from './migrate.ts';

/** A store in a PostgreSQL database, which any number of gateways may share. */
export interface PostgresDatabase extends Database {
  readonly now: undefined;
  /** Something done on one connection, with the store's errors as the gateway has them. */
  hold<T>(use: (held: Held) => Promise<T>): Promise<T>;
}

/** Begins a transaction that sees what was there at its first statement, until its end. */
export const AS_OF_NOW = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/**
 * Opens a PostgreSQL database and brings its schema up to date. Of several gateways that open it at once one does that,
 * the others wait.
 *
 * @param url `postgres://user:password@host:port/database`
 */
export async function openPostgres(url: string): Promise<PostgresDatabase> {
  const connections = new Connections(url);
  const hold = async <T>(use: (held: Held) => Promise<T>): Promise<T> => {
    try {
      return await connections.hold(use);
    } catch (error) {
      throw asRefusal(error);
    }
  };
  try {
    await migrate(url);
  } catch (error) {
    await connections.close();
    throw error;
  }
  return {
    dialect: 'postgres',
    now: undefined,
    hold,
    read: (steps) => hold((held) => readAll(held, steps)),
    snapshot: (work) =>
      hold((held) =>
        transaction(held, AS_OF_NOW, () =>
          work({ dialect: 'postgres', now: undefined, read: (steps) => runLater(steps(), held.answer) }),
        ),
      ),
    write: (steps) =>
      untilWon(() => hold((held) => inside(held, 'BEGIN ISOLATION LEVEL SERIALIZABLE', steps)), isLostRace),
    change: async (statement, params, told) => {
      const rows = await hold(({ answer }) => runLater(run(statement, params), answer));
      told?.(rows);
      return rows;
    },
    get waiting() {
      return connections.waiting;
    },
    ready: async () => {
      try {
        return await connections.hold(async ({ say }) => (await say('SELECT 1')) !== undefined);
      } catch {
        return false;
      }
    },
    close: () => connections.close(),
  };
}

/** One statement is of one moment by itself; for more a transaction begins, and with it the reading, anew. */
async function readAll<T>(held: Held, steps: () => Steps<T>): Promise<T> {
  const alone = steps();
  const first = alone.next();
  if (first.done === true) return first.value;
  if ('how' in first.value) {
    const then = alone.next(await held.answer(first.value));
    if (then.done === true) return then.value;
  }
  return inside(held, AS_OF_NOW, steps);
}

/** Runs steps in a transaction that begins in a certain way. What they throw undoes it. */
function inside<T>(held: Held, begin: string, steps: () => Steps<T>): Promise<T> {
  return transaction(held, begin, () => runLater(steps(), held.answer));
}

/** Does something in a transaction. What it throws undoes it. */
export async function transaction<T>({ say }: Held, begin: string, work: () => Promise<T>): Promise<T> {
  let value: T;
  try {
    // What the work asks first is sent along with it.
    [, value] = await Promise.all([say(begin), work()]);
  } catch (error) {
    // Where the connection is gone this fails too, and the server has undone it by itself.
    await say('ROLLBACK').catch(() => {});
    throw error;
  }
  await say('COMMIT');
  return value;
}
