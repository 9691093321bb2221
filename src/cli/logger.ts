import { type Logger, levels, pino } from 'pino';
import { Failure } from './failure.ts';

/** The environment variable that says how much is logged. */
const VARIABLE = 'YIZHAN_LOG_LEVEL';

/** While nothing can be written, so many bytes of lines are kept for later. More are dropped. */
const KEPT = 1024 * 1024;

/**
 * Logs as JSON lines on stderr, at the level of `YIZHAN_LOG_LEVEL`. A log that cannot be written, such as one on a full
 * disk, ends nothing: what is kept of it is written when there is room.
 *
 * @throws Failure where that is no level
 */
export function openLogger(otherwise: 'info' | 'warn' = 'info'): Logger {
  const level = process.env[VARIABLE] ?? otherwise;
  const known = [...Object.keys(levels.values), 'silent'];
  if (!known.includes(level)) {
    const all = known.join(', ');
    throw new Failure(`${VARIABLE} 须为其中之一：${all}`, `${VARIABLE} must be one of: ${all}`);
  }
  const stderr = pino.destination({ dest: 2, sync: true, maxLength: KEPT });
  // Nobody could be told.
  stderr.on('error', () => undefined);
  return pino({ level, base: null }, stderr);
}
