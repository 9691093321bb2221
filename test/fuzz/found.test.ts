import { expect, test } from 'vitest';
import { readFileBytes } from '../../adapters/nhsa/bytes.ts';
import { unzipFirst, zipOne } from '../../adapters/nhsa/zip.ts';
import { parseXml } from '../../adapters/xml/document.ts';
import { isDeeper } from '../../src/claim/depth.ts';
import { parseJson, parseWith } from '../../src/claim/parse.ts';
import { boundedChunks } from '../../src/http/body.ts';
import type { HttpContext } from '../../src/http/env.ts';
import { REQUESTS } from '../../src/http/schemas.ts';
import type { Refusal } from '../../src/problem/refusal.ts';
import { ID_NUMBER, NAME } from '../http/services.ts';
import { fc, tries } from '../support/properties.ts';
import { codeOf, refusalOf } from '../support/refusals.ts';

/** What fuzzing has found, one by one, so that it stays found. */

test('a ZIP whose entry says that its length is elsewhere ends', () => {
  for (const at of [18, 22]) {
    const archive = Buffer.from(zipOne('a.txt', Buffer.from('S-1\t1.00')));
    archive.writeUInt32LE(0xffffffff, at);
    expect(Buffer.from(unzipFirst(archive)).toString()).toBe('S-1\t1.00');
  }
});

test('bytes of a file that are no numbers are no bytes', () => {
  for (const item of [Object.create(null), [], null, true, '', 'x']) {
    expect(codeOf(() => readFileBytes([item], '/in'))).toBe('INVALID_BODY');
  }
  expect([...readFileBytes(['80', '-1', '0'], '/in')]).toEqual([80, 255, 0]);
});

test('a name that may be a person or is long is not repeated', () => {
  for (const name of [ID_NUMBER, NAME, 'n'.repeat(65), '13800000000']) {
    const detail = problem(() => parseWith(REQUESTS.AcknowledgementRequest, { [name]: 1 }));
    expect(detail).not.toContain(name);
    expect(detail).toContain('"/?"');
    expect(problem(() => parseJson(Buffer.from(`{"${name}":1,"${name}":2}`)))).not.toContain(name);
  }
  expect(problem(() => parseWith(REQUESTS.AcknowledgementRequest, { 'total~/': 1 }))).toContain('"/total~0~1"');
});

test('what is nested too deep is refused before it is read', () => {
  for (const text of ['['.repeat(3_000_000), `{"patient":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`]) {
    expect(codeOf(() => parseJson(Buffer.from(text)))).toBe('INVALID_BODY');
  }
});

test('depth is what is open at once, and nothing within a text counts', () => {
  const json = fc.jsonValue({ maxDepth: 6 });
  fc.assert(
    fc.property(json, fc.nat(8), (value, limit) => {
      expect(isDeeper(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
    }),
    tries(300),
  );
});

test('a tag without end, and attributes without end, are refused', () => {
  expect(codeOf(() => parseXml(`<${'a'.repeat(20_000)}/>`))).toBe('INVALID_BODY');
  expect(codeOf(() => parseXml(`<a>${'<b c="d" e="f"/>'.repeat(130_000)}</a>`))).toBe('INVALID_BODY');
  expect(parseXml(`<a b="${'c'.repeat(9_000)}">${'t'.repeat(50_000)}</a>`).text).toHaveLength(50_000);
});

test('a registry file has an end', () => {
  const parties = Array.from({ length: 20_001 }, () => ({}));
  expect(codeOf(() => parseWith(REQUESTS.RegistryFile, { parties }))).toBe('INVALID_BODY');
});

test('a body that trickles is given up', async () => {
  const chunk = new Uint8Array(10);
  const body = ReadableStream.from(
    (async function* () {
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        yield chunk;
      }
    })(),
  );
  const raw = new Request('http://gateway/', { method: 'POST', body, duplex: 'half' } as RequestInit);
  const c = { env: undefined, req: { raw, header: () => undefined } } as unknown as HttpContext;
  const read = async (pace: { after: number; bytesPerSecond: number }) => {
    let bytes = 0;
    for await (const { byteLength } of boundedChunks(c, { bytes: 1e9, seconds: 60, pace })) bytes += byteLength;
    return bytes;
  };
  const refusal = await refusalOf(read({ after: 0, bytesPerSecond: 1e12 }));
  expect([refusal.code, refusal.detail.detailEn]).toEqual(['INVALID_BODY', expect.stringContaining('bytes a second')]);
});

function problem(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return JSON.stringify((error as Refusal).detail);
  }
  throw new Error('it was not refused');
}

function depthOf(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
