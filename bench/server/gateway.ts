import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_FOLDER } from '../../src/scheme/library.ts';
import type { Parties } from '../world/parties.ts';
import { writeRoster } from '../world/roster.ts';
import { LIST, SCHEME } from '../world/scheme.ts';
import { type RunningServer, startChild, YIZHAN, yizhan } from './child.ts';

/** Where a gateway keeps its data. */
export interface Place {
  /** The data folder. */
  readonly data: string;
  /** A PostgreSQL database, as `--database` takes it; the store in the data folder where it is not given. */
  readonly database?: string | undefined;
}

const NO_STORAGE = fileURLToPath(new URL('no-storage.ts', import.meta.url));

/** Sets a gateway up as an operator does: parties, and the list that the scheme asks for. */
export async function setUp(place: Place, { registry }: Parties): Promise<void> {
  const parties = join(place.data, 'bench-parties.json');
  writeFileSync(parties, registry);
  await yizhan(['parties', 'import', parties, ...placeFlags(place)]);
  await yizhan(['lists', 'import', LIST, join(DEFAULT_FOLDER, SCHEME, 'sandbox', `${LIST}.csv`), ...placeFlags(place)]);
}

/** Enrolls the first so many members; those who are enrolled stay as they are. */
export async function enroll(place: Place, members: number): Promise<void> {
  const roster = join(place.data, 'bench-roster.csv');
  await writeRoster(roster, members);
  await yizhan(['enrollments', 'import', SCHEME, roster, ...placeFlags(place)]);
}

/** Starts `yizhan serve` as it is shipped, on a free port. */
export function startGateway(place: Place): Promise<RunningServer> {
  return startChild([YIZHAN, 'serve', '--port', '0', ...placeFlags(place)], join(place.data, 'bench.log'));
}

/**
 * Starts the same server without storage: in so many processes, for members that it reads from the place's store once.
 *
 * @param members the first so many of the roster
 */
export function startWithoutStorage(place: Place, processes: number, members: number): Promise<RunningServer> {
  const { data, database = '' } = place;
  const args = [NO_STORAGE, data, String(processes), String(members), database];
  return startChild(args, join(data, 'bench-no-storage.log'));
}

/** A place as options of a command. */
export function placeFlags({ data, database }: Place): string[] {
  return ['--data', data, ...(database === undefined ? [] : ['--database', database])];
}
