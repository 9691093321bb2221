import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test.each(['SECURITY.md', 'test/fuzz/README.md'])('what %s points to is there', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const targets = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target = '']) => target);
  expect(targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
});

test('every file that is named as a proof is a test', () => {
  const rows = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8').matchAll(/\]\((test\/[^)]+\.ts)\)/g);
  const proofs = [...rows].map(([, target = '']) => target);
  expect(proofs.length).toBeGreaterThan(20);
  expect(proofs.filter((proof) => !proof.endsWith('.test.ts'))).toEqual([]);
});
