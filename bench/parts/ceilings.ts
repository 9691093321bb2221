import { commitCeiling } from '../ceilings/commits.ts';
import { cpuCeilings } from '../ceilings/cpu.ts';
import { diskWaits, RATE, WRITE } from '../ceilings/disk.ts';
import { snapshot, type WrittenRows, writtenSince } from '../ceilings/rows.ts';
import { accepted, objections } from '../load/judge.ts';
import { measured, middle, quantile } from '../measured.ts';
import type { Session } from '../session.ts';

const PART = 'ceilings';
/** Few members and one connection will do: it is their rows that are wanted. */
const MEMBERS = 20;
const TIMES = 3;

/** What bounds a settlement, each alone: signatures, parsing, the disk, writing. */
export async function measureCeilings(session: Session): Promise<void> {
  const { report, settings } = session;
  const { verify, sign, sm2, parse, bytes } = cpuCeilings(settings.ceiling);
  report.add(PART, `verify ES256 over ${bytes} bytes, one core`, '/s', measured(verify));
  report.add(PART, 'sign ES256, one core', '/s', measured(sign));
  report.add(PART, `verify SM2-SM3 over ${bytes} bytes, one core`, '/s', measured(sm2.verify));
  report.add(PART, 'sign SM2-SM3, one core', '/s', measured(sm2.sign));
  report.add(PART, `parse ${bytes} bytes of JSON, one core`, '/s', measured(parse));
  const waits = await diskWaits(settings.latency);
  const disk = `the disk alone, ${RATE} writes of ${WRITE / 1024} KiB a second`;
  report.add(PART, `${disk}, p50`, 'ms', measured(quantile(waits, 0.5)));
  report.add(PART, `${disk}, p99`, 'ms', measured(quantile(waits, 0.99)));
  report.add(PART, `${disk}, longest`, 'ms', measured(Math.max(...waits)));
  const written = await rowsOfSettlements(session);
  for (const group of [1, 16]) {
    const runs = Array.from({ length: TIMES }, () => measured(commitCeiling(written, group)));
    report.add(PART, `the rows of a settlement, ${group} a durable commit`, 'settlements/s', middle(runs));
  }
}

/** What a real gateway writes for settlements that really arrive. Always on the embedded store. */
async function rowsOfSettlements(session: Session): Promise<WrittenRows> {
  const stand = await session.start(await session.embeddedPlace(MEMBERS), MEMBERS);
  const { place, target } = stand;
  await target.openYear();
  const before = snapshot(place.data);
  const trace = await target.closed(8, session.settings.slice);
  await session.stop(stand);
  const reasons = objections(trace, 'closed');
  if (reasons.length > 0) throw new Error(`the rows of a settlement: ${reasons.join('; ')}`);
  return writtenSince(place.data, before, accepted(trace).length);
}
