import type { PostgresDatabase } from '../../src/store/postgres/database.ts';
import { asRefusal, isLostRace, untilWon } from '../../src/store/postgres/faults.ts';
import { runNow, type Steps } from '../../src/store/steps.ts';
import { current } from './doing.ts';
import type { Scheduler } from './scheduler.ts';
import { Connection } from './store/connection.ts';
import { isBlocked, StoreError } from './store/transaction.ts';

/** The simulated store as a gateway has it: one of several replicas that share it. */
export function simulatedDatabase(scheduler: Scheduler): PostgresDatabase {
  const { store } = scheduler;
  const hold: PostgresDatabase['hold'] = async (use) => {
    const connection = new Connection(scheduler, current());
    try {
      return await use(connection);
    } catch (error) {
      throw asRefusal(error);
    } finally {
      connection.close();
    }
  };
  // What is serializable is done at one moment; where somebody else holds a row, it is done again.
  const serializable = <T>(steps: () => Steps<T>): T => {
    const transaction = store.begin();
    try {
      const value = runNow(steps(), (request) => {
        const answer = store.answer(request, transaction);
        if (isBlocked(answer)) throw new StoreError('40001', 'could not serialize access');
        return answer;
      });
      store.commit(transaction, current());
      return value;
    } catch (error) {
      transaction.rollback();
      throw error;
    }
  };
  const atOnce = <T>(work: () => T): Promise<T> => {
    const doing = current();
    const connection = new Connection(scheduler, doing);
    return connection.atOnce(work).catch((error: unknown) => {
      if (error instanceof StoreError && error.code === '08006') doing?.fault('connection');
      throw asRefusal(error);
    });
  };
  return {
    dialect: 'postgres',
    now: undefined,
    hold,
    read: (steps) => atOnce(() => runNow(steps(), store.now)),
    snapshot: async () => {
      throw new Error('nothing is verified as a whole here');
    },
    write: (steps) => untilWon(() => atOnce(() => serializable(steps)), isLostRace),
    change: async () => {
      throw new Error('the settlement core changes nothing by one statement');
    },
    waiting: 0,
    ready: async () => true,
    close: async () => {},
  };
}
