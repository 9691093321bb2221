import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Accumulators, UNTOUCHED } from '../../src/adjudication/accumulators.ts';
import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import { Money } from '../../src/money/money.ts';
import { SchemeLibrary } from '../../src/scheme/library.ts';
import type { Scheme } from '../../src/scheme/scheme.ts';
import { readDraft } from '../../src/simulation/draft.ts';
import { simulationPage } from '../../src/simulation/html/page.ts';
import { readLine, type SimulationLineInput } from '../../src/simulation/line.ts';
import { progressMeter } from '../../src/simulation/progress.ts';
import type { SimulationReport } from '../../src/simulation/report.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { simulationText } from '../../src/simulation/text.ts';
import { simulationVocabulary } from '../../src/simulation/vocabulary.ts';
import { atDischarge } from '../support/terms.ts';
import { schemeText } from './drafts.ts';
import { synthetic } from './synthetic.ts';

const library = SchemeLibrary.load();
const folder = mkdtempSync(join(tmpdir(), 'yizhan-simulation-'));
let files = 0;

function write(text: string | Buffer, name = `${++files}.jsonl`): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function named(id: string): Scheme {
  const scheme = library.get(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  return scheme;
}

const JIANGXI = named('jiangxi-weihuibao-2023');
const claims = (scheme: Scheme, seed: number, count = 400) =>
  [...synthetic({ rules: scheme.rules, seed, claims: count, policies: 120, lines: 4 })].map((line) => `${line}\n`);

const run = (scheme: Scheme, file: string, more: Partial<Parameters<typeof simulate>[0]> = {}) =>
  simulate({ library, scheme, file, lists: new Map(), ...more });

/** What one call of adjudicate() after the other comes to. */
function oneByOne(scheme: Scheme, lines: readonly string[]) {
  const accumulators = new Map<string, Accumulators>();
  const lists = library.sandboxLists(scheme.rules.scheme);
  const vocabulary = simulationVocabulary(library, [scheme]);
  const paid = new Map<string, Money>();
  const benefits = new Map<string, Money>();
  const outcomes: Record<string, number> = {};
  for (const text of lines) {
    const { policyNo } = (JSON.parse(text) as SimulationLineInput).policy;
    const { policy, hospital, claim, facts } = readLine(text, policyNo, vocabulary);
    const { effectiveFrom = '', effectiveTo = '' } = policy;
    if (claim === undefined || hospital === undefined) throw new Error('a synthetic line has a claim');
    const key = `${scheme.rules.scheme}/${policyNo}`;
    const decided = adjudicate({
      claim,
      ...atDischarge(claim),
      hospital,
      nameKey: '',
      terms: [
        {
          scheme,
          policy: { ...policy, effectiveFrom, effectiveTo, scheme: scheme.rules.scheme, nameKey: '' },
          facts,
          lists,
          shares: [],
        },
      ],
      accumulators: new Map([[key, accumulators.get(policyNo) ?? UNTOUCHED]]),
    });
    const after = decided.accumulators.get(key);
    if (after !== undefined) accumulators.set(policyNo, after);
    outcomes[decided.outcome] = (outcomes[decided.outcome] ?? 0) + 1;
    const sum = decided.insurerPaid.plus(decided.memberBenefit);
    paid.set(policyNo, (paid.get(policyNo) ?? Money.ZERO).plus(sum));
    for (const one of decided.schemes.flatMap((each) => each.benefits)) {
      benefits.set(one.benefit, (benefits.get(one.benefit) ?? Money.ZERO).plus(one.paid));
    }
  }
  return { paid, benefits, outcomes };
}

describe('a simulation', () => {
  it.each(library.list().map((scheme) => [scheme.rules.scheme, scheme] as const))(
    '%s: equals adjudicating one claim after the other',
    async (_, scheme) => {
      const lines = claims(scheme, 7);
      const expected = oneByOne(scheme, lines);
      const report = await run(scheme, write(lines.join('')), { threads: 2 });
      const [got] = report.ruleSets;
      expect(report.malformed.named).toEqual([]);
      expect(got?.payouts.total.toFixed2()).toBe(Money.sum(expected.paid.values()).toFixed2());
      expect(got?.paidClaims).toBe(expected.outcomes['paid'] ?? 0);
      expect(Object.fromEntries(Object.entries(got?.outcomes ?? {}).filter(([, count]) => count > 0))).toEqual(
        expected.outcomes,
      );
      for (const { benefit, paid } of got?.benefits ?? []) {
        expect([benefit, paid.toFixed2()]).toEqual([
          benefit,
          (expected.benefits.get(benefit) ?? Money.ZERO).toFixed2(),
        ]);
      }
      const members = [...expected.paid.values()].filter((one) => one.isPositive()).sort((a, b) => a.compare(b));
      expect(got?.distribution.paidMembers).toBe(members.length);
      expect(got?.distribution.max.toFixed2()).toBe(members.at(-1)?.toFixed2());
      expect(got?.distribution.deciles[4]?.toFixed2()).toBe(members[Math.ceil(members.length / 2) - 1]?.toFixed2());
      expect(report.policies).toBe(expected.paid.size);
      expect(got?.premiums.toFixed2()).toBe(
        (scheme.rules.premium.amount[0]?.is ?? Money.ZERO).times(Money.of(String(expected.paid.size))).toFixed2(),
      );
    },
  );

  it('does not depend on the number of threads', async () => {
    const lines = claims(JIANGXI, 11, 600);
    for (let at = 5; at < lines.length; at += 37) lines.splice(at, 0, `{"policy":{"policyNo":"P0000000${at % 9}"}}\n`);
    const file = write(lines.join(''));
    const changed = readDraft(
      write(schemeText(JIANGXI, ['amount: 15000', 'amount: 9000']), 'threads.yaml'),
      JIANGXI.rules.scheme,
    );
    const reports: SimulationReport[] = [];
    for (const threads of [1, 2, 5]) reports.push(await run(JIANGXI, file, { changed, threads }));
    const texts = reports.map((report) => JSON.stringify(report));
    expect(new Set(texts).size).toBe(1);
    expect(reports[0]?.malformed.count).toBeGreaterThan(10);
  });

  it('names lines that are wrong, and goes on', async () => {
    const [good = ''] = claims(JIANGXI, 3, 1);
    const value = JSON.parse(good) as SimulationLineInput & { policy: { policyNo: string } };
    const line = (change: object) => `${JSON.stringify({ ...value, ...change })}\n`;
    const { policyNo } = value.policy;
    const bytes = Buffer.concat([
      Buffer.from('\ufeff'),
      Buffer.from(good),
      Buffer.from('\r\n{oops\n'),
      Buffer.from(line({ claim: { ...value.claim, personal: '1.00' } })),
      Buffer.from(line({ policy: { ...value.policy, cohorts: ['nobody'] } })),
      Buffer.from(line({ facts: { autoPayLimit: 'much' } })),
      Buffer.from(line({ extra: 1 })),
      Buffer.from(line({ hospital: undefined })),
      Buffer.from(`${good.trim().slice(0, -1)},"policy":{"policyNo":"OTHER","insuredRegion":"360102"}}\n`),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(line({ policy: { policyNo, insuredRegion: '360102' }, claim: undefined, hospital: undefined })),
      Buffer.from('{"policy":{"policyNo":"ILL-LESS","insuredRegion":"360102"}}'),
    ]);
    const report = await run(JIANGXI, write(bytes), { threads: 2 });
    expect(report.malformed.named.map(({ line: number, what }) => `${number} ${what.split(' / ')[0]}`)).toEqual([
      '3 不是有效的 JSON',
      expect.stringMatching(/^4 \/charges\/total total = Σ payments/),
      expect.stringMatching(/^5 \/policy\/cohorts 未知用词/),
      '6 /facts/autoPayLimit 取值不正确',
      '7 /extra 未知字段',
      '8 claim 与 hospital 须同时给出',
      '9 policyNo 出现两次',
      '10 不是 UTF-8，或长于 32 MiB',
    ]);
    expect(report).toMatchObject({ lines: 11, policies: 2, policiesWithoutClaim: 1 });
    expect(report.ruleSets[0]?.claims).toBe(1);
    expect(simulationText(report)).toContain('  3: 不是有效的 JSON / not valid JSON');
  });

  it('of an empty file reports nothing, and divides by nothing', async () => {
    const report = await run(JIANGXI, write(''), { threads: 1 });
    expect(report).toMatchObject({
      lines: 0,
      policies: 0,
      ruleSets: [{ payoutRatio: null, distribution: { deciles: [] } }],
    });
    expect(simulationText(report)).toContain('payout ratio');
    expect(simulationPage(report)).toContain('</html>');
  });

  it('shows progress as a bar on a terminal, else a line for each tenth', () => {
    const shown = (isTTY: boolean) => {
      let text = '';
      const meter = progressMeter({ isTTY, write: (more: string) => (text += more) });
      for (const share of [0.05, 0.1, 0.11, 0.5, 1]) meter(share);
      return text;
    };
    expect(shown(false)).toBe('10%\n50%\n100%\n');
    expect(shown(true)).toMatch(/^\r█░{29} {3}5%\r███░{27} +10%.*█{30} 100%\n$/s);
  });
});
