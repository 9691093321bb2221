import pg from 'pg';
import { Refusal } from '../../problem/refusal.ts';

/** Serialization failure and deadlock: whoever comes second has to look again (PostgreSQL, appendix A). */
const LOST_RACE: ReadonlySet<string> = new Set(['40001', '40P01']);
const UNIQUE_VIOLATION = '23505';
/** What loses so many races in a row is given up. */
const MAX_RACES = 50;

/**
 * Connection, resources, operator intervention, system error, a wait for a lock that was given up: errors that say
 * nothing of what was asked.
 */
const AWAY = /^(08|53|57|58)|^(25006|25P03|55P03|XX000)$/;

/** Whether a transaction has to be done again because of others: they had it first. */
export function isLostRace(error: unknown): boolean {
  const code = codeOf(error);
  return LOST_RACE.has(code) || code === UNIQUE_VIOLATION;
}

/**
 * An error of the store as its callers get it: a store that is away is refused, anything else is a fault of ours and
 * stays what it is. A commit that was not answered may have happened, so nothing is said of that.
 */
export function asRefusal(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const code = codeOf(error);
  // The driver's own errors, such as a connection that ended, have a code of the system or none at all. A code of the
  // system may look like one of the server's (`EPIPE`).
  const ofDriver =
    error instanceof Error &&
    !(error instanceof pg.DatabaseError) &&
    /connect|socket|timeout|terminat|closed|EADDR|ECONN|EPIPE|ENOTFOUND/i.test(`${code} ${error.message}`);
  if (!AWAY.test(code) && !ofDriver) return error;
  return unavailable(error);
}

/** Does something again for as long as others get in between. @throws Refusal `UNAVAILABLE` where that never ends */
export async function untilWon<T>(attempt: () => Promise<T>, isLost: (error: unknown) => boolean): Promise<T> {
  for (let race = 1; ; race += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLost(error)) throw error;
      if (race === MAX_RACES) throw unavailable(error);
    }
  }
}

/** Races that never end, or a store that is away. */
function unavailable(cause: unknown): Refusal {
  const refusal = new Refusal('UNAVAILABLE', {
    detail: '存储暂不可用；请以相同内容重试，已生效的不会重复',
    detailEn: 'The store is not available; send the same again, what was done is not done twice',
    retryAfter: 1,
  });
  refusal.cause = cause;
  return refusal;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
