import { randomBytes } from 'node:crypto';
import type { Database } from '../store/database.ts';
import { all, run, type Steps } from '../store/steps.ts';
import { audited, type Change, REGISTRY_CHAIN } from './audit.ts';
import { dataKeyDigest, dataKeys } from './data-keys.ts';
import { OuterKeyProblem } from './outer-key.ts';
import { chainHead } from './reading.ts';
import { decrypt, encrypt } from './sealing.ts';
import { Vault } from './vault.ts';

/** The outer key, or several of which one opens the store: while it is changed, the one before and the next. */
export type OuterKeys = Buffer | (() => readonly Buffer[]);

/** The wrapped keys of a store, by id. */
type Wrapped = ReadonlyMap<string, string>;

const LOOKUP = 'lookup';
/** `personal` is the first generation, `personal-2` the second, and so on. */
const PERSONAL = /^personal(?:-([1-9]\d*))?$/;

const idOf = (generation: number): string => (generation === 1 ? 'personal' : `personal-${generation}`);

/**
 * Opens the vault of a store with the outer key, and makes its inner keys on first use.
 *
 * @param outer 32 bytes, or what gives the keys to try; asked after the store has been read, so that a key that was
 *   changed at that moment is found
 * @throws OuterKeyProblem where none is the one the store was made with or has been changed to
 */
export function openVault(database: Database, outer: OuterKeys): Promise<Vault> {
  return database.write(() => unlock(outer));
}

/** The steps of {@link openVault}; where the inner keys are there, nothing is written. */
export function* unlock(outer: OuterKeys): Steps<Vault> {
  const wrapped = yield* wrappedKeys();
  const keys = keysIn(outer);
  const key = wrapped.size === 0 ? keys[0] : keys.find((one) => opens(one, wrapped));
  if (key === undefined) throw wrongKey();
  const vault = new Vault(yield* unwrapped(key, wrapped, LOOKUP), yield* unwrapped(key, wrapped, idOf(1)));
  for (const [generation, id] of generationsOf(wrapped)) {
    if (!vault.knows(generation)) vault.adopt(generation, yield* unwrapped(key, wrapped, id));
  }
  return vault;
}

/**
 * Takes up generations that others have begun since the vault was opened.
 *
 * @returns whether it knows all of them now: not where the outer key has been changed to one that is not given here. It
 *   then goes on with those it has
 */
export async function takeUpGenerations(database: Database, vault: Vault, outer: OuterKeys): Promise<boolean> {
  const wrapped = await database.read(wrappedKeys);
  const fresh = generationsOf(wrapped).filter(([generation]) => !vault.knows(generation));
  if (fresh.length === 0) return true;
  const key = keysIn(outer).find((one) => opens(one, wrapped));
  if (key === undefined) return false;
  for (const [generation, id] of fresh) vault.adopt(generation, unwrap(key, wrapped.get(id) ?? '', id));
  return true;
}

/** Whether an outer key is the one that a store's keys are wrapped with now. */
export function* isOuterKey(key: Buffer): Steps<boolean> {
  return opens(key, yield* wrappedKeys());
}

/**
 * Wraps a store's keys with another outer key and begins a generation of the one that encrypts.
 *
 * @param change who does it and when, as the audit trail has it
 * @returns the generation's number
 * @throws OuterKeyProblem where `current` does not open the store
 */
export function* rewrap(current: Buffer, next: Buffer, { by, at }: Pick<Change, 'by' | 'at'>): Steps<number> {
  const wrapped = yield* wrappedKeys();
  if (!opens(current, wrapped)) throw wrongKey();
  const generations = generationsOf(wrapped);
  const stored = (subject: string, before: string | null, body: string): Change => ({
    what: 'data-key',
    subject,
    before: before === null ? null : { stored: dataKeyDigest(before) },
    after: { stored: dataKeyDigest(body) },
    by,
    at,
  });
  for (const id of [LOOKUP, ...generations.map(([, one]) => one)]) {
    const before = wrapped.get(id) ?? '';
    const body = wrap(next, unwrap(current, before, id), id);
    yield* run(dataKeys.replace, { id, body });
    yield* audited(stored(id, before, body));
  }
  const generation = Math.max(...generations.map(([one]) => one)) + 1;
  const id = idOf(generation);
  const body = wrap(next, randomBytes(32), id);
  yield* run(dataKeys.keep, { id, body });
  yield* audited(stored(id, null, body));
  return generation;
}

function* wrappedKeys(): Steps<Wrapped> {
  const rows = yield* all(dataKeys.all);
  return new Map(rows.filter(({ id }) => id === LOOKUP || PERSONAL.test(id)).map(({ id, body }) => [id, body]));
}

function generationsOf(wrapped: Wrapped): [generation: number, id: string][] {
  return [...wrapped.keys()].flatMap((id): [number, string][] => {
    const match = PERSONAL.exec(id);
    return match === null ? [] : [[Number(match[1] ?? 1), id]];
  });
}

function keysIn(outer: OuterKeys): readonly Buffer[] {
  return typeof outer === 'function' ? outer() : [outer];
}

function opens(key: Buffer, wrapped: Wrapped): boolean {
  try {
    unwrap(key, wrapped.get(LOOKUP) ?? '', LOOKUP);
    return true;
  } catch {
    return false;
  }
}

/** One of a store's own keys; made where there is none yet. */
function* unwrapped(outer: Buffer, wrapped: Wrapped, id: string): Steps<Buffer> {
  const body = wrapped.get(id);
  if (body !== undefined) return unwrap(outer, body, id);
  // Another key in its place would make unreadable what the lost one has encrypted, and nobody would be told.
  if ((yield* chainHead(REGISTRY_CHAIN)) !== undefined) {
    throw new OuterKeyProblem(
      `存储中缺少数据密钥 ${id}，请从备份恢复 / the store has lost its data key ${id}, restore it`,
    );
  }
  const fresh = randomBytes(32);
  yield* run(dataKeys.keep, { id, body: wrap(outer, fresh, id) });
  return fresh;
}

const wrap = (outer: Buffer, key: Buffer, id: string): string => encrypt(outer, key, id).toString('base64');
const unwrap = (outer: Buffer, body: string, id: string): Buffer => decrypt(outer, Buffer.from(body, 'base64'), id);

function wrongKey(): OuterKeyProblem {
  return new OuterKeyProblem(
    '数据密钥不是此存储现用的那一把（YIZHAN_DATA_KEY 或数据文件夹中的 data-key）/ this is not the data key the store is wrapped with (YIZHAN_DATA_KEY, or data-key in the data folder)',
  );
}
