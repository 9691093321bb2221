import { compare } from '../load/target.ts';
import { derived, type Measured } from '../measured.ts';
import { seed } from '../seed.ts';
import { enroll, type Place } from '../server/gateway.ts';
import type { Session } from '../session.ts';

const PART = 'growth';

/**
 * The same load on stores of other sizes, each in turn with the same load on a new small one: as many members as are
 * under load, whose year has one settlement. Where there is but one member, all of the load is that member's.
 */
export async function measureGrowth(session: Session): Promise<void> {
  const { members, manyMembers, earlier } = session.settings;
  await against(session, await session.place(1), 1, { name: '1 member', opened: false });

  const long = await session.place(members);
  await seed(long, members, earlier);
  await against(session, long, members, {
    name: `${members} members, ${earlier} earlier settlements each`,
    opened: false,
  });

  const place = await session.place(members);
  await enroll(place, manyMembers);
  await against(session, place, members, { name: `${manyMembers} members`, opened: false });

  await seed(place, members, earlier);
  const name = `${manyMembers} members, ${earlier} earlier settlements each`;
  const ratio = await against(session, place, members, { name, opened: true });
  session.report.target('throughput of the grown store / of the small one', 'atLeast', 0.9, ratio);
}

interface Growth {
  readonly name: string;
  /** Whether the members' years have begun in this store. */
  readonly opened: boolean;
}

/** @returns the throughput on a store beside that on a small one */
async function against(session: Session, place: Place, members: number, growth: Growth): Promise<Measured> {
  const { settings, report } = session;
  const small = await session.start(await session.place(settings.members), settings.members);
  const other = await session.start(place, members);
  await small.target.openYear();
  if (!growth.opened) await other.target.openYear();
  for (const { target } of [small, other]) await target.closed(settings.connections, settings.warmUp);
  const [reference, found] = await compare(small.target, other.target, settings);
  await session.stop(small);
  await session.stop(other);
  const ratio = derived([found, reference], (value, by) => value / by);
  report.add(PART, growth.name, 'settlements/s', found);
  report.add(PART, '  beside a small store', 'settlements/s', reference);
  report.add(PART, '  of the small one', '', ratio);
  return ratio;
}
