import { readMigrationFiles } from './drizzle.ts';

/** A step of the schema, as it lies in a folder of migrations. */
export interface Migration {
  /** When it was written, in milliseconds: its name in a store that has taken it. */
  readonly folderMillis: number;
  readonly hash: string;
  readonly sql: readonly string[];
}

/** The store was written by a newer version, which knows what this one does not. For whoever runs the gateway. */
export class NewerStore extends Error {
  constructor() {
    super(
      '存储由更新版本的程序写成，本版本不能打开：请换用该版本或更高版本 / the store was written by a newer version and cannot be opened by this one: use that version or a later one',
    );
    this.name = 'NewerStore';
  }
}

/** The migrations of a folder, oldest first. */
export function migrationsIn(folder: string): Migration[] {
  return readMigrationFiles({ migrationsFolder: folder });
}

/**
 * Which migrations a store still has to take.
 *
 * @param taken names of those that it has taken
 * @throws NewerStore where it has taken one that is not known here
 */
export function pending(known: readonly Migration[], taken: readonly number[]): Migration[] {
  const names = new Set(known.map((one) => one.folderMillis));
  if (taken.some((one) => !names.has(one))) throw new NewerStore();
  return known.filter((one) => !taken.includes(one.folderMillis));
}
