import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { type KeyedRow, SortedRuns } from '../../src/clearing/reconciliation/runs.ts';

test.each([0, 1, 199, 20_000, 20_001, 61_234])('%s rows in any order come out sorted, none lost', (count) => {
  const db = new Sqlite(':memory:');
  const runs = new SortedRuns(db, 'rows');
  // Each number once, scattered; every third key occurs twice.
  const keys = Array.from({ length: count }, (_, index) => {
    const number = (index * 7919) % Math.max(count, 1);
    return String(number % 3 === 0 ? Math.max(number - 1, 0) : number).padStart(6, '0');
  });
  for (const [index, key] of keys.entries()) runs.add([key, String(index), '1', '2']);
  const found: KeyedRow[] = [...runs.merged()];
  expect(found.map(([key]) => key)).toEqual(keys.toSorted());
  expect(new Set(found.map(([, index]) => index)).size).toBe(count);
  db.close();
});
