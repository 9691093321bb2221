import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'yizhan-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function bench(...args: string[]) {
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  return spawnSync(node, ['bench/main.ts', ...args], { cwd: ROOT, encoding: 'utf8' });
}

/** A figure is a number, or it says why it is none. */
const found = expect.toSatisfy(
  (one: { value?: number; invalid?: string[] }) => (one.value ?? -1) >= 0 || (one.invalid?.length ?? 0) > 0,
);

describe('npm run bench', () => {
  it('prints a table, writes JSON, and says with its exit code whether all of it is to be believed', () => {
    const json = join(folder, 'results.json');
    const { status, stdout } = bench('--quick', '--only', 'gateway,overload,adjudication', '--json', json);
    const results = JSON.parse(readFileSync(json, 'utf8'));
    expect(results).toMatchObject({ quick: true, machine: { node: process.version } });
    expect(status).toBe(results.valid ? 0 : 1);
    for (const figure of results.figures) expect(figure).toMatchObject({ name: expect.any(String), found });
    const names = results.figures.map(({ part, name }: { part: string; name: string }) => `${part}: ${name}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'gateway: saturation',
        'gateway: saturation without storage',
        'gateway: one request at a time, p50',
        'gateway: memory at saturation',
        'overload: goodput',
        'overload: p50 after / before',
        'adjudication: with explanation',
        'adjudication: json-rules-engine',
      ]),
    );
    expect(results.targets.map(({ name }: { name: string }) => name)).toEqual([
      'saturation / without storage',
      'p99 at 50 % / one request at a time',
      'adjudication / the faster rule engine',
    ]);
    expect(stdout).toContain('saturation without storage');
    expect(stdout).toMatch(/(met|NOT MET)\s+adjudication/);
  }, 300_000);

  it('refuses a part that it does not have', () => {
    const { status, stderr } = bench('--only', 'coffee');
    expect(status).toBe(1);
    expect(stderr).toContain('the parts are ceilings, gateway');
  });
});
