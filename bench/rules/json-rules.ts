import { type Almanac, Engine as JsonRules, type TopLevelCondition } from 'json-rules-engine';
import { type BillFacts, SIMPLE, type Stop, type Verdict } from './simple-scheme.ts';

/** What a tier's rule says when it applies. */
interface Slice {
  readonly from: number;
  readonly upTo: number;
  readonly rate: number;
}

/**
 * The simple scheme for `json-rules-engine`, as its documentation has it: one engine for all runs, what has to be
 * computed as a dynamic fact, a rule for each thing that stops a bill, the first of them before the others, and one for each
 * tier, whose event carries the tier's numbers.
 */
export function jsonRules(): (bill: BillFacts) => Promise<Verdict> {
  const engine = new JsonRules();
  engine.addFact('eligible', async (_params, almanac: Almanac) => {
    const burden = await almanac.factValue<number>('burden');
    return Math.max(0, burden - Number(SIMPLE.deductible));
  });
  for (const [index, { reason, conditions }] of STOPS.entries()) {
    engine.addRule({ priority: 10 - index, conditions, event: { type: 'stop', params: { reason } } });
  }
  for (const slice of slices())
    engine.addRule({ conditions: reaches(slice), event: { type: 'slice', params: { ...slice } } });
  const limit = Number(SIMPLE.limit);
  return async (bill) => {
    const { events, almanac } = await engine.run(bill);
    const stop = events.find(({ type }) => type === 'stop');
    if (stop !== undefined) return { paid: '0.00', reason: (stop.params as { reason: Stop }).reason };
    const eligible = await almanac.factValue<number>('eligible');
    let paid = 0;
    for (const { params } of events) {
      const { from, upTo, rate } = params as unknown as Slice;
      paid += (Math.min(eligible, upTo) - from) * rate;
    }
    return { paid: Math.min(paid, limit).toFixed(2), reason: null };
  };
}

const STOPS: readonly { readonly reason: Stop; readonly conditions: TopLevelCondition }[] = [
  {
    reason: 'NOT_ENROLLED',
    conditions: {
      any: [
        { fact: 'dischargedOn', operator: 'lessThan', value: { fact: 'from' } },
        { fact: 'admittedOn', operator: 'greaterThan', value: { fact: 'to' } },
      ],
    },
  },
  {
    reason: 'IDENTITY_MISMATCH',
    conditions: { all: [{ fact: 'name', operator: 'notEqual', value: { fact: 'insured' } }] },
  },
  { reason: 'NEWBORN', conditions: { all: [{ fact: 'newborn', operator: 'equal', value: true }] } },
  {
    reason: 'BASIC_INSURANCE_NOT_SETTLED',
    conditions: { all: [{ fact: 'settled', operator: 'equal', value: false }] },
  },
];

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
