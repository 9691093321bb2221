import { repeat } from '../ceilings/clock.ts';
import { derived, type Measured, measured, middle } from '../measured.ts';
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

/** How often a second something was decided: of the clock, and of the processor, all threads of the process together. */
interface Pace {
  readonly ofClock: Measured;
  readonly ofProcessor: Measured;
}

/**
 * Decisions a second in the simple scheme, ours with the explanation, beside two rule engines; in turn, as servers are
 * compared.
 *
 * What a second of the processor yields is what the target compares: an engine with threads of its own takes the cores on
 * which the gateway's other processes decide.
 */
export async function measureAdjudication({ report, settings }: Session): Promise<void> {
  const inputs = BILLS.map(ourInput());
  const json = jsonRules();
  const zenEngine = zen();
  await agree('json-rules-engine', json, inputs.map(decideOurs));
  await agree('@gorules/zen-engine', zenEngine, inputs.map(decideOurs));

  let next = 0;
  const decideNext = () => {
    const input = inputs[next++ % inputs.length];
    if (input !== undefined) decideOurs(input);
  };
  const runs: Readonly<Record<string, (until: number) => Promise<number>>> = {
    ours: async (until) => repeat(until, decideNext),
    'json, alone': (until) => repeatLater(until, json, 1),
    'json, together': (until) => repeatLater(until, json, TOGETHER),
    'zen, alone': (until) => repeatLater(until, zenEngine, 1),
    'zen, together': (until) => repeatLater(until, zenEngine, TOGETHER),
  };
  const found = await inTurn(runs, settings);
  const best = (of: keyof Pace, names: readonly string[]) => {
    const each = names.map((name) => middle((found.get(name) ?? []).map((one) => one[of])));
    return derived(each, Math.max);
  };
  const pace = (...names: string[]): Pace => ({
    ofClock: best('ofClock', names),
    ofProcessor: best('ofProcessor', names),
  });
  const ours = pace('ours');
  const others = {
    'json-rules-engine': pace('json, alone', 'json, together'),
    '@gorules/zen-engine': pace('zen, alone', 'zen, together'),
  };
  for (const [name, { ofClock, ofProcessor }] of Object.entries({ 'with explanation': ours, ...others })) {
    report.add(PART, name, 'decisions/s', ofClock);
    report.add(PART, '  a second of the processor', 'decisions', ofProcessor);
  }
  const beside = (of: keyof Pace) =>
    derived([ours[of], ...Object.values(others).map((one) => one[of])], (one, ...rest) => one / Math.max(...rest));
  report.add(PART, 'beside the faster engine, by the clock', '', beside('ofClock'));
  report.target('adjudication / the faster rule engine', 'atLeast', 10, beside('ofProcessor'));
}

/** Runs everything in turn, so many times and a first one that does not count. @returns by name, in any order */
async function inTurn(
  runs: Readonly<Record<string, (until: number) => Promise<number>>>,
  { ceiling, slices }: Session['settings'],
): Promise<ReadonlyMap<string, readonly Pace[]>> {
  const found = new Map<string, Pace[]>();
  for (let round = 0; round <= slices; round += 1) {
    for (const [name, run] of Object.entries(runs)) {
      const pace = await paceOf(ceiling, run);
      if (round > 0) found.set(name, [...(found.get(name) ?? []), pace]);
    }
  }
  return found;
}

async function paceOf(seconds: number, run: (until: number) => Promise<number>): Promise<Pace> {
  const before = process.cpuUsage();
  const start = performance.now();
  const times = await run(start + seconds * 1000);
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { ofClock: measured((times * 1000) / took), ofProcessor: measured((times * 1_000_000) / (user + system)) };
}

/** As `repeat`, for what answers later: so many at once. */
async function repeatLater(until: number, decide: Later, together: number): Promise<number> {
  let times = 0;
  await Promise.all(
    Array.from({ length: together }, async () => {
      while (performance.now() < until) {
        const bill = FACTS[times++ % FACTS.length];
        if (bill !== undefined) await decide(bill);
      }
    }),
  );
  return times;
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
