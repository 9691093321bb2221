import { type Almanac, Engine as JsonRules, type TopLevelCondition } from 'json-rules-engine';
import { SIMPLE } from './simple-scheme.ts';

/** What a tier's rule says when it applies. */
interface Slice {
  readonly from: number;
  readonly upTo: number;
  readonly rate: number;
}

/**
 * The simple scheme for `json-rules-engine`, as its documentation has it: one engine for all runs, what has to be
 * computed as a dynamic fact, a rule for each tier whose event carries the tier's numbers.
 */
export function jsonRules(): (burden: number) => Promise<number> {
  const engine = new JsonRules();
  engine.addFact('eligible', async (_params, almanac: Almanac) => {
    const burden = await almanac.factValue<number>('burden');
    return Math.max(0, burden - Number(SIMPLE.deductible));
  });
  for (const slice of slices())
    engine.addRule({ conditions: reaches(slice), event: { type: 'slice', params: { ...slice } } });
  const limit = Number(SIMPLE.limit);
  return async (burden) => {
    const { events, almanac } = await engine.run({ burden });
    const eligible = await almanac.factValue<number>('eligible');
    let paid = 0;
    for (const { params } of events) {
      const { from, upTo, rate } = params as unknown as Slice;
      paid += (Math.min(eligible, upTo) - from) * rate;
    }
    return Math.min(paid, limit);
  };
}

function reaches({ from }: Slice): TopLevelCondition {
  return { all: [{ fact: 'eligible', operator: 'greaterThan', value: from }] };
}

/** Each tier with where it begins. */
export function slices(): Slice[] {
  let from = 0;
  return SIMPLE.tiers.map(({ upTo, rate }) => {
    const slice = { from, upTo: upTo === undefined ? Number.MAX_SAFE_INTEGER : Number(upTo), rate: Number(rate) };
    from = slice.upTo;
    return slice;
  });
}
