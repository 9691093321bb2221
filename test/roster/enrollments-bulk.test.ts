import { expect, test } from 'vitest';
import { Refusal } from '../../src/problem/refusal.ts';
import { MAX_LISTED } from '../../src/roster/enrollment/report.ts';
import type { Steps } from '../../src/store/steps.ts';
import { fc, tries } from '../support/properties.ts';
import { STORE } from '../support/stores.ts';
import { chunks, HEADER, idNumber, roster, row } from './fixtures.ts';

const line = (n: number) => row({ policyNo: `P${n}`, idNumber: idNumber(n) });

async function* generated(rows: number, make: (n: number) => string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${HEADER}\r\n`);
  for (let from = 0; from < rows; from += 100) {
    const part = Array.from({ length: Math.min(100, rows - from) }, (_, n) => `${make(from + n)}\r\n`);
    yield Buffer.from(part.join(''));
  }
}

function* nothing(): Steps<void> {}

/** A round trip for every row: on PostgreSQL fewer are tried. */
const [ROWS, EACH] = STORE === 'sqlite' ? [20_000, 3_000] : [2_000, 1_000];

test('a long file streams in with progress, and settlements have their turn between', async () => {
  const { load, database } = await roster();
  const progress: number[] = [];
  let turns = 0;
  let running = true;
  const settling = (async () => {
    while (running) {
      await database.write(nothing);
      turns += 1;
    }
  })();
  const report = await load('', {
    source: generated(ROWS, line),
    onProgress: (rows) => progress.push(rows),
  });
  running = false;
  await settling;
  expect(report).toEqual({ accepted: ROWS, unchanged: 0, rejected: [], rejectedTotal: 0 });
  expect(progress.length).toBeGreaterThanOrEqual(ROWS / 500);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(ROWS);
  expect(turns).toBeGreaterThan(ROWS / 500);
  expect(await load('', { source: generated(ROWS, line) })).toMatchObject({ accepted: 0, unchanged: ROWS });
});

test('of very many bad rows all are counted and the first are listed', async () => {
  const { load } = await roster();
  const report = await load('', { source: generated(MAX_LISTED + 1_000, () => row({ idNumber: '1' })) });
  expect(report.rejectedTotal).toBe(MAX_LISTED + 1_000);
  expect(report.rejected).toHaveLength(MAX_LISTED);
  expect(report.rejected.at(-1)?.row).toBe(MAX_LISTED + 1);
});

test('two files at once do not disturb each other', async () => {
  const { load } = await roster();
  const other = (n: number) => line(n + EACH);
  const [first, second] = await Promise.all([
    load('', { source: generated(EACH, line) }),
    load('', { source: generated(EACH, other) }),
  ]);
  expect([first.accepted, second.accepted]).toEqual([EACH, EACH]);
});

const damaged = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('"', ',', '\n', '\r\n', 'a', '01', '1.1E+17', '\ufeff', '；'), { maxLength: 30 })
    .map((parts) => parts.join('')),
  fc
    .record({ column: fc.constantFrom(...HEADER.split(',')), text: fc.string() })
    .map(({ column, text }) => row({ [column]: text })),
);

test('whatever stands between good rows, the good rows are taken', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(damaged, { maxLength: 6 }), fc.integer({ min: 1, max: 200 }), async (between, size) => {
      // Given back at once: many that are open at the same time would all have to be made.
      let release = async () => {};
      const { load } = await roster(undefined, (end) => {
        release = end;
      });
      // Good rows of members 2, 3, …, so that a damaged row of member 1 that happens to be good takes nothing from them.
      const lines = between.flatMap((text, n) => [text, line(n + 2)]);
      const bytes = Buffer.from([HEADER, line(1_000), ...lines].join('\n'));
      const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
        bytes.subarray(n * size, (n + 1) * size),
      );
      const report = await load('', { source: chunks(...parts) });
      expect(report.accepted).toBeGreaterThanOrEqual(between.length + 1);
      const again = await load('', { source: chunks(bytes) });
      expect(again).toMatchObject({ accepted: 0, rejected: report.rejected });
      await release();
    }),
    tries(150),
  );
});

test('any bytes at all end in a report or a refusal', async () => {
  const { load } = await roster();
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.uint8Array({ maxLength: 400 }), async (header, bytes) => {
      const source = chunks(header ? `${HEADER}\n` : '', bytes);
      const report = await load('', { source }).catch((error: unknown) => error);
      if (report instanceof Refusal) expect(report.code).toBe('INVALID_BODY');
      else expect(report).toMatchObject({ accepted: 0 });
    }),
    tries(300),
  );
});
