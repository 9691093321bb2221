import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, yizhan } from './binary.ts';

/** The worked figures of the five schemes. */
const AMOUNTS = [
  '115000.00',
  '3000.00',
  '75000.00',
  '24500.00',
  '9000.00',
  '65500.00',
  '100000.00',
  '15400.00',
  '1400.00',
  '14308.00',
  '40000.00',
  '24000.00',
  '150000.00',
  '55000.00',
  '32000.00',
  '2000.00',
  '-49500.00',
];

describe('demo', () => {
  it('holds, shows every worked amount and leaves nothing behind', async () => {
    const tmp = temporaryFolder();
    const { code, stdout, stderr } = await yizhan(['demo'], { TMPDIR: tmp });
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('全部核对一致 / all of it held');
    expect(code).toBe(0);
    for (const amount of AMOUNTS) expect(stdout).toMatch(new RegExp(`\\s${amount}$`, 'm'));
    expect(stdout).not.toMatch(/\d{17}[\dX]/);
    expect(readdirSync(tmp)).toEqual([]);
  });
});
