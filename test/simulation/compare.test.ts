import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Money } from '../../src/money/money.ts';
import { SchemeError } from '../../src/scheme/finding.ts';
import { SchemeLibrary } from '../../src/scheme/library.ts';
import type { Scheme } from '../../src/scheme/scheme.ts';
import { readDraft } from '../../src/simulation/draft.ts';
import { simulationPage } from '../../src/simulation/html/page.ts';
import { UnknownList } from '../../src/simulation/lists.ts';
import { addDifferences, compareMembers } from '../../src/simulation/member-differences.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { simulationText } from '../../src/simulation/text.ts';
import { evaluateTriggers } from '../../src/simulation/triggers.ts';
import { schemeText } from './drafts.ts';
import { synthetic } from './synthetic.ts';

const library = SchemeLibrary.load();
const folder = mkdtempSync(join(tmpdir(), 'yizhan-compare-'));

function named(id: string): Scheme {
  const scheme = library.get(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  return scheme;
}

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const WENSHAN = named('wenshan-huiminbao-2023');
const file = write(
  'claims.jsonl',
  [...synthetic({ rules: WENSHAN.rules, seed: 5, claims: 500, policies: 200, lines: 3 })].join('\n'),
);

describe('changed rules beside the present ones', () => {
  it('that say the same pay the same', async () => {
    const changed = readDraft(write('same.yaml', schemeText(WENSHAN)), WENSHAN.rules.scheme);
    expect(changed.digest).toBe(WENSHAN.digest);
    const report = await simulate({ library, scheme: WENSHAN, changed, file, lists: new Map(), threads: 1 });
    const { ruleSets, comparison, policies } = report;
    expect(ruleSets[1]).toEqual(ruleSets[0]);
    expect(comparison).toMatchObject({ winners: 0, losers: 0, unchanged: policies });
    expect(comparison?.payouts.isZero()).toBe(true);
  });

  it('with a lower deductible: everybody gains or stays, and the differences add up', async () => {
    const text = schemeText(WENSHAN, ['amount: 12000', 'amount: 4000'], ['amount: 69', 'amount: 79']);
    const changed = readDraft(write('lower.yaml', text), WENSHAN.rules.scheme);
    const report = await simulate({ library, scheme: WENSHAN, changed, file, lists: new Map(), threads: 1 });
    const { ruleSets, comparison } = report;
    const [before, after] = ruleSets;
    if (before === undefined || after === undefined || comparison === null) throw new Error('two rule sets');
    expect(comparison.losers).toBe(0);
    expect(comparison.winners).toBeGreaterThan(20);
    expect(comparison.winners + comparison.unchanged).toBe(report.policies);
    expect(comparison.gained.toFixed2()).toBe(after.payouts.total.minus(before.payouts.total).toFixed2());
    expect(comparison.payouts.toFixed2()).toBe(comparison.gained.toFixed2());
    expect(comparison.premiums.toFixed2()).toBe(`${10 * report.policies}.00`);
    expect(comparison.histogram.reduce((sum, bin) => sum + bin.members, 0)).toBe(comparison.winners);
    expect(comparison.topWinners).toHaveLength(10);
    expect(simulationText(report)).toContain('增加最多 largest gains');
    const page = simulationPage(report);
    expect(page).toContain('<!doctype html>');
    expect(page).toMatch(/prefers-color-scheme:dark/);
    expect(page).not.toMatch(/<script|(?:src|href)=|url\(|@import|https?:|undefined|NaN/);
    const json = JSON.parse(JSON.stringify(report)) as { ruleSets: { payouts: { total: string } }[] };
    expect(json.ruleSets[0]?.payouts.total).toMatch(/^\d+\.\d\d$/);
  });

  it('may lie anywhere, share the list files, or bring their own', () => {
    const dibubao = named('nantong-dibubao-2022');
    const text = schemeText(dibubao, ['rate: 0.98', 'rate: 0.90']);
    const shared = readDraft(write('dibubao.yaml', text), dibubao.rules.scheme);
    expect(shared.ownLists.get('dibubao-55')?.has('E11.900')).toBe(dibubao.ownLists.get('dibubao-55')?.has('E11.900'));
    mkdirSync(join(folder, 'own'));
    write('own/dibubao-55.csv', 'code,name,class\nZ99,其他,\n');
    const own = readDraft(write('own/scheme.yaml', text), dibubao.rules.scheme);
    expect(own.ownLists.get('dibubao-55')?.has('Z99.0')).toBe(true);
    expect(own.ownLists.get('dibubao-55')?.has('E11.900')).toBe(false);
    expect(own.ownLists.has('dibubao-55-procedures')).toBe(true);
  });

  it('that are wrong are refused with every finding', () => {
    const wrong = write('wrong.yaml', schemeText(WENSHAN, ['rate: 0.80', 'rate: 80']));
    expect(() => readDraft(wrong, WENSHAN.rules.scheme)).toThrow(SchemeError);
    expect(() => readDraft(join(folder, 'absent.yaml'), WENSHAN.rules.scheme)).toThrow('no such file');
    const noList = write('no-list.yaml', schemeText(named('nantong-dibubao-2022'), ['dibubao-55.csv', 'other.csv']));
    expect(() => readDraft(noList, 'nantong-dibubao-2022')).toThrow('other.csv');
  });
});

describe('lists', () => {
  it('come from a file that is given, else from the sandbox, and the report says so', async () => {
    const given = write('drugs.csv', 'code,name,class\nXL01XEA001,某药,\n');
    const scheme = WENSHAN;
    const sandbox = await simulate({ library, scheme, file, lists: new Map(), threads: 1 });
    const own = await simulate({
      library,
      scheme,
      file,
      lists: new Map([['wenshan-drugs-devices', given]]),
      threads: 1,
    });
    expect(sandbox.ruleSets[0]?.lists[0]?.source).toBe('sandbox');
    expect(own.ruleSets[0]?.lists[0]?.source).toBe('given');
    const drugs = (report: typeof own) =>
      report.ruleSets[0]?.benefits.find((one) => one.benefit === 'listed-drugs-devices');
    expect(drugs(own)?.paidClaims).toBeGreaterThan(drugs(sandbox)?.paidClaims ?? 0);
    await expect(simulate({ library, scheme, file, lists: new Map([['other', given]]) })).rejects.toThrow(UnknownList);
  });
});

describe('experience triggers', () => {
  const yuan = Money.of;

  it('hold a payout ratio and a surplus against their bounds', () => {
    const [payout] = evaluateTriggers(named('nantong-dibubao-2022').rules, yuan('1000'), yuan('919.99'));
    expect(payout).toMatchObject({ status: 'met', value: '0.919990', at: '0.92' });
    const [surplus] = evaluateTriggers(named('nantong-nantongbao-2021').rules, yuan('1000'), yuan('900'));
    expect(surplus).toMatchObject({ status: 'not-met', value: '0.100000' });
  });

  it('leave a net profit open where expenses decide', () => {
    const { rules } = named('sanming-yilianbao-2024');
    const [open] = evaluateTriggers(rules, yuan('1000'), yuan('900'));
    expect(open).toMatchObject({ status: 'open', value: '0.100000' });
    expect(open?.expensesAtBound?.toFixed2()).toBe('70.00');
    const [not] = evaluateTriggers(rules, yuan('1000'), yuan('980'));
    expect(not).toMatchObject({ status: 'not-met', expensesAtBound: null });
    const [nothing] = evaluateTriggers(rules, yuan('0'), yuan('0'));
    expect(nothing).toMatchObject({ status: 'open', value: null });
  });
});

describe('differences of members', () => {
  it('are the same whether compared together or apart', () => {
    const changes = Array.from({ length: 60 }, (_, index) => ({
      policyNo: `P${index}`,
      before: BigInt((index * 7919) % 5000),
      after: BigInt((index * 104729) % 5000),
    }));
    const whole = compareMembers(changes);
    const parts = addDifferences(compareMembers(changes.slice(0, 23)), compareMembers(changes.slice(23)));
    expect(parts).toEqual(whole);
    expect(whole.gained - whole.lost).toBe(changes.reduce((sum, one) => sum + one.after - one.before, 0n));
  });
});
