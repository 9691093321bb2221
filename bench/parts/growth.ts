import { compare } from '../load/target.ts';
import { derived } from '../measured.ts';
import { seed } from '../seed.ts';
import { enroll } from '../server/gateway.ts';
import type { Session, Stand } from '../session.ts';

const PART = 'growth';

/**
 * The same load on stores of other sizes, each in turn with the same load on a small one: as many members as are under
 * load, one earlier settlement each.
 */
export async function measureGrowth(session: Session): Promise<void> {
  const { members, manyMembers, earlier } = session.settings;
  const small = await openedStand(session, members);

  const one = await openedStand(session, 1);
  await against(session, small, one, '1 member, 1 earlier');
  await session.stop(one);

  const place = await session.place(members);
  await enroll(place, manyMembers);
  const large = await session.start(place, members);
  await large.target.openYear();
  await against(session, small, large, `${manyMembers} members, 1 earlier`);
  await session.stop(large);

  await seed(place, members, earlier);
  const grown = await session.start(place, members);
  const ratio = await against(session, small, grown, `${manyMembers} members, ${earlier} earlier`);
  await session.stop(grown);
  await session.stop(small);
  session.report.target('throughput of the grown store / of the small one', 'atLeast', 0.9, ratio);
}

async function openedStand(session: Session, members: number): Promise<Stand> {
  const stand = await session.start(await session.place(members), members);
  await stand.target.openYear();
  return stand;
}

async function against({ settings, report }: Session, small: Stand, other: Stand, name: string) {
  for (const { target } of [small, other]) await target.closed(settings.connections, settings.warmUp);
  const [reference, found] = await compare(small.target, other.target, settings);
  const ratio = derived([found, reference], (value, by) => value / by);
  report.add(PART, `${name}`, 'settlements/s', found);
  report.add(PART, `  beside ${settings.members} members, 1 earlier`, 'settlements/s', reference);
  return ratio;
}
