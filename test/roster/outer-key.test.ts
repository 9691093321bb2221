import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OUTER_KEY_FILE, OuterKeyProblem, readOuterKey } from '../../src/ledger/outer-key.ts';
import { KeyStoreProblem } from '../../src/message/keyfile.ts';
import { temporaryFolder } from './fixtures.ts';

test('is made on the first start, for its owner alone, and is the same ever after', () => {
  const folder = join(temporaryFolder(), 'data');
  const key = readOuterKey(folder, {});
  expect(key).toHaveLength(32);
  expect(statSync(join(folder, OUTER_KEY_FILE)).mode & 0o777).toBe(0o600);
  expect(readOuterKey(folder, {})).toEqual(key);
  expect(readOuterKey(temporaryFolder(), {})).not.toEqual(key);
});

test('the environment goes before the file, as base64 or hex', () => {
  const folder = temporaryFolder();
  const key = Buffer.alloc(32, 0xfb);
  for (const text of [
    key.toString('base64'),
    key.toString('base64url'),
    key.toString('hex'),
    `${key.toString('hex')}\n`,
  ])
    expect(readOuterKey(folder, { YIZHAN_DATA_KEY: text })).toEqual(key);
  expect(() => readFileSync(join(folder, OUTER_KEY_FILE))).toThrow();
});

test.each(['', 'short', Buffer.alloc(31).toString('base64'), 'g'.repeat(64)])(
  '%j in the environment is refused',
  (text) => {
    expect(() => readOuterKey(temporaryFolder(), { YIZHAN_DATA_KEY: text })).toThrow(OuterKeyProblem);
  },
);

test('a file that others may read is refused, and so is a damaged one, without showing it', () => {
  const folder = temporaryFolder();
  readOuterKey(folder, {});
  const path = join(folder, OUTER_KEY_FILE);
  chmodSync(path, 0o640);
  expect(() => readOuterKey(folder, {})).toThrow(KeyStoreProblem);
  chmodSync(path, 0o600);
  writeFileSync(path, 'not a key');
  expect(() => readOuterKey(folder, {})).toThrow(/^(?!.*not a key).*data-key/);
});
