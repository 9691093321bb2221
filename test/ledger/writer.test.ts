import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../../src/store/sqlite/database.ts';
import { refusalOf } from '../support/refusals.ts';

let folder: string;
let database: SqliteDatabase;
let other: Sqlite.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yizhan-writer-'));
  database = openDatabase(folder);
  database.raw.exec('CREATE TABLE notes (text TEXT PRIMARY KEY)');
  other = new Sqlite(join(folder, 'yizhan.db'));
});
afterEach(async () => {
  other.close();
  if (database.raw.open) await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const note = (text: string) => () => {
  database.raw.prepare('INSERT INTO notes VALUES (?)').run(text);
  return text;
};

function notes(from: Sqlite.Database = other): string[] {
  return (from.prepare('SELECT text FROM notes ORDER BY text').all() as { text: string }[]).map(({ text }) => text);
}

describe('a write', () => {
  it('answers only once another connection can see it', async () => {
    const seen: string[][] = [];
    const writes = ['a', 'b', 'c'].map((text) =>
      database.writer.write(note(text)).then((answer) => {
        seen.push(notes());
        return answer;
      }),
    );
    expect(notes()).toEqual([]);
    expect(await Promise.all(writes)).toEqual(['a', 'b', 'c']);
    // The three were committed together: the first answer came after the last of them was there.
    expect(seen).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
  });

  it('that fails is undone alone, and only its own promise says so', async () => {
    const boom = new Error('boom');
    const failing = () => {
      note('half')();
      throw boom;
    };
    const settled = await Promise.allSettled([
      database.writer.write(note('a')),
      database.writer.write(failing),
      database.writer.write(note('b')),
      database.writer.write(note('a')),
      database.writer.write(note('c')),
    ]);
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(settled[1]).toMatchObject({ reason: boom });
    expect(notes()).toEqual(['a', 'b', 'c']);
  });

  it('sees what those before it in the same group wrote', async () => {
    const [, count] = await Promise.all([
      database.writer.write(note('a')),
      database.writer.write(() => notes(database.raw).length),
    ]);
    expect(count).toBe(1);
  });

  it('that cannot be committed tells all of its group that nothing was done, and the next group goes on', async () => {
    // A deferred constraint fails at the commit, for the group as a whole.
    database.raw.pragma('foreign_keys = ON');
    database.raw.exec('CREATE TABLE replies (text TEXT REFERENCES notes (text) DEFERRABLE INITIALLY DEFERRED)');
    const dangling = () => database.raw.prepare('INSERT INTO replies VALUES (?)').run('nowhere');
    const group = [note('a'), dangling, note('b')].map((job) => refusalOf(database.writer.write<unknown>(job)));
    expect((await Promise.all(group)).map(({ code, status }) => `${status} ${code}`)).toEqual([
      '503 UNAVAILABLE',
      '503 UNAVAILABLE',
      '503 UNAVAILABLE',
    ]);
    expect(notes()).toEqual([]);
    expect(await database.writer.write(note('c'))).toBe('c');
    expect(notes()).toEqual(['c']);
  });

  it('is refused at once where too many wait, and those that wait are done', async () => {
    const waiting = Array.from({ length: 2_000 }, (_, index) => database.writer.write(note(String(index))));
    const refusal = await refusalOf(database.writer.write(note('one too many')));
    expect(refusal).toMatchObject({ code: 'OVERLOADED', status: 503, detail: { retryAfter: 1 } });
    await Promise.all(waiting);
    expect(notes()).toHaveLength(2_000);
    expect(await database.writer.write(note('again'))).toBe('again');
  });

  it('waits for another process to finish its own', async () => {
    other.exec("BEGIN IMMEDIATE; INSERT INTO notes VALUES ('theirs')");
    setTimeout(() => other.exec('COMMIT'), 0);
    // The other connection is of this very process: it can only commit before the write begins.
    await new Promise((resolve) => setTimeout(resolve, 5));
    await database.writer.write(note('ours'));
    expect(notes()).toEqual(['ours', 'theirs']);
  });

  it('that waits is done before the store is closed', async () => {
    const writes = ['a', 'b'].map((text) => database.writer.write(note(text)));
    await database.close();
    expect(await Promise.all(writes)).toEqual(['a', 'b']);
    expect(notes()).toEqual(['a', 'b']);
  });
});

describe('a store', () => {
  it('is durable by its settings', () => {
    expect(database.raw.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.raw.pragma('synchronous', { simple: true })).toBe(2);
  });

  it('is the same when it is opened again', async () => {
    await database.writer.write(note('a'));
    await database.close();
    database = openDatabase(folder);
    expect(notes(database.raw)).toEqual(['a']);
    await database.writer.write(note('b'));
    expect(notes()).toEqual(['a', 'b']);
  });
});
