import { type Logger, levels, pino } from 'pino';
import { Failure } from './failure.ts';

/** The environment variable that says how much is logged. */
const VARIABLE = 'YIZHAN_LOG_LEVEL';

/**
 * Logs as JSON lines on stderr, at the level of `YIZHAN_LOG_LEVEL`.
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
  return pino({ level, base: null }, pino.destination(2));
}
