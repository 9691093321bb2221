import { ZenEngine } from '@gorules/zen-engine';
import { slices } from './json-rules.ts';
import { type BillFacts, SIMPLE, type Stop, type Verdict } from './simple-scheme.ts';

/**
 * The simple scheme for `@gorules/zen-engine`, as its documentation has it: one JSON decision model, loaded once, with an
 * expression for what is eligible, a first-hit decision table for what stops a bill and one for the tiers, and an expression
 * for the limit.
 */
export function zen(): (bill: BillFacts) => Promise<Verdict> {
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(model())));
  return async (bill) => {
    const { result } = (await decision.evaluate(bill)) as { result: { paid: number; reason: Stop | '' } };
    return { paid: result.paid.toFixed(2), reason: result.reason === '' ? null : result.reason };
  };
}

function model() {
  const nodes = [
    { id: 'input', type: 'inputNode', name: 'Bill' },
    { id: 'eligible', type: 'expressionNode', name: 'Eligible', content: expressions(SEEN) },
    { id: 'stops', type: 'decisionTableNode', name: 'Stops', content: stops() },
    { id: 'tiers', type: 'decisionTableNode', name: 'Tiers', content: tiers() },
    { id: 'paid', type: 'expressionNode', name: 'Paid', content: expressions(PAID) },
    { id: 'output', type: 'outputNode', name: 'Decision' },
  ];
  const edges = nodes.slice(1).map(({ id }, index) => ({
    id: `edge-${id}`,
    type: 'edge',
    sourceId: nodes[index]?.id,
    targetId: id,
  }));
  return { nodes: nodes.map((node) => ({ position: { x: 0, y: 0 }, ...node })), edges };
}

const SEEN = {
  eligible: `max([0, burden - ${SIMPLE.deductible}])`,
  inForce: 'dischargedOn >= from and admittedOn <= to',
  named: 'name == insured',
  newborn: 'newborn',
  settled: 'settled',
};
const PAID = {
  paid: `reason == '' ? min([amount, ${SIMPLE.limit}]) : 0`,
  reason: 'reason',
};

function expressions(all: Readonly<Record<string, string>>) {
  return { expressions: Object.entries(all).map(([key, value]) => ({ id: key, key, value })), passThrough: false };
}

/** The first that holds is the reason. Of a cell that is empty nothing is asked. */
function stops() {
  const asked = ['inForce', 'named', 'newborn', 'settled'];
  const row = (reason: Stop | '', cells: Readonly<Record<string, 'true' | 'false'>>) => ({
    _id: `because-${reason}`,
    ...Object.fromEntries(asked.map((field) => [field, cells[field] ?? ''])),
    reason: `'${reason}'`,
  });
  return {
    hitPolicy: 'first',
    inputs: asked.map((field) => ({ id: field, name: field, field })),
    outputs: [{ id: 'reason', name: 'Reason', field: 'reason' }],
    rules: [
      row('NOT_ENROLLED', { inForce: 'false' }),
      row('IDENTITY_MISMATCH', { named: 'false' }),
      row('NEWBORN', { newborn: 'true' }),
      row('BASIC_INSURANCE_NOT_SETTLED', { settled: 'false' }),
      row('', {}),
    ],
    passThrough: true,
  };
}

/** Each row has what the tiers below it come to. */
function tiers() {
  let below = 0;
  const rules = slices().map(({ from, upTo, rate }, index, all) => {
    const last = index === all.length - 1;
    const rule = { _id: `r${index}`, in: last ? '' : `<= ${upTo}`, out: `${below} + (eligible - ${from}) * ${rate}` };
    below += (upTo - from) * rate;
    return rule;
  });
  return {
    hitPolicy: 'first',
    inputs: [{ id: 'in', name: 'Eligible', field: 'eligible' }],
    outputs: [{ id: 'out', name: 'Amount', field: 'amount' }],
    rules,
    passThrough: true,
  };
}
