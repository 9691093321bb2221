import { perSecond } from '../ceilings/clock.ts';
import { derived, measured } from '../measured.ts';
import { jsonRules } from '../rules/json-rules.ts';
import { decideOurs, ourInput } from '../rules/ours.ts';
import { BILLS, type BillFacts, factsOf, type Verdict } from '../rules/simple-scheme.ts';
import { zen } from '../rules/zen.ts';
import type { Session } from '../session.ts';

const PART = 'adjudication';
const FACTS = BILLS.map(factsOf);
/** So many are under way at once where an engine answers later. */
const TOGETHER = 64;

type Later = (bill: BillFacts) => Promise<Verdict>;

/** Decisions a second of one process in the simple scheme, ours with the explanation, beside two rule engines. */
export async function measureAdjudication({ report, settings }: Session): Promise<void> {
  const inputs = BILLS.map(ourInput());
  const others: readonly (readonly [string, Later])[] = [
    ['json-rules-engine', jsonRules()],
    ['@gorules/zen-engine', zen()],
  ];
  for (const [name, decide] of others) await agree(name, decide, inputs.map(decideOurs));

  let next = 0;
  const ours = measured(
    perSecond(settings.ceiling, () => {
      const input = inputs[next++ % inputs.length];
      if (input !== undefined) decideOurs(input);
    }),
  );
  report.add(PART, 'with explanation', 'decisions/s', ours);
  const found = [];
  for (const [name, decide] of others) {
    const alone = await laterPerSecond(settings.ceiling, decide, 1);
    const together = await laterPerSecond(settings.ceiling, decide, TOGETHER);
    const best = measured(Math.max(alone, together));
    report.add(PART, name, 'decisions/s', best);
    found.push(best);
  }
  const ratio = derived([ours, ...found], (one, ...rest) => one / Math.max(...rest));
  report.target('adjudication / the faster rule engine', 'atLeast', 10, ratio);
}

/** @throws Error where an engine comes to something else: it would not be the same work */
async function agree(name: string, decide: Later, expected: readonly Verdict[]): Promise<void> {
  for (const [index, bill] of FACTS.entries()) {
    const found = await decide(bill);
    const { paid, reason } = expected[index] ?? {};
    if (found.paid !== paid || found.reason !== reason) {
      throw new Error(`${name}: ${found.paid} ${found.reason} for ${JSON.stringify(bill)}, not ${paid} ${reason}`);
    }
  }
}

/** As `perSecond`, for what answers later: so many at once. */
async function laterPerSecond(seconds: number, decide: Later, together: number): Promise<number> {
  await runFor(seconds, decide, together);
  return runFor(seconds, decide, together);
}

async function runFor(seconds: number, decide: Later, together: number): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let times = 0;
  await Promise.all(
    Array.from({ length: together }, async () => {
      while (performance.now() < end) {
        const bill = FACTS[times++ % FACTS.length];
        if (bill !== undefined) await decide(bill);
      }
    }),
  );
  return (times * 1000) / (performance.now() - start);
}
