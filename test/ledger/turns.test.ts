import { expect, it } from 'vitest';
import { Turns } from '../../src/ledger/turns.ts';
import { refusalOf } from '../support/refusals.ts';

it('does one thing after the other for a member, whatever becomes of them, and those of others meanwhile', async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = turns.take('A', async () => {
    await gate.promise;
    seen.push('A1');
    throw new Error('no');
  });
  const second = turns.take('A', async () => seen.push('A2'));
  await turns.take('B', async () => seen.push('B1'));
  gate.resolve();
  await expect(first).rejects.toThrow('no');
  await second;
  expect(seen).toEqual(['B1', 'A1', 'A2']);
});

it('refuses where too many wait for one member, and takes them again afterwards', async () => {
  const turns = new Turns();
  const gate = Promise.withResolvers<void>();
  const waiting = Array.from({ length: 200 }, () => turns.take('A', () => gate.promise));
  expect((await refusalOf(turns.take('A', () => gate.promise))).code).toBe('OVERLOADED');
  await turns.take('B', async () => undefined);
  gate.resolve();
  await Promise.all(waiting);
  expect(await turns.take('A', async () => 'again')).toBe('again');
});
