import { ZenEngine } from '@gorules/zen-engine';
import { slices } from './json-rules.ts';
import { SIMPLE } from './simple-scheme.ts';

/**
 * The simple scheme for `@gorules/zen-engine`, as its documentation has it: one JSON decision model, loaded once, with an
 * expression for what is eligible, a first-hit decision table for the tiers, and an expression for the limit.
 */
export function zen(): (burden: number) => Promise<number> {
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(model())));
  return async (burden) => {
    const { result } = (await decision.evaluate({ burden })) as { result: { paid: number } };
    return result.paid;
  };
}

function model() {
  const nodes = [
    { id: 'input', type: 'inputNode', name: 'Claim' },
    { id: 'eligible', type: 'expressionNode', name: 'Eligible', content: expression('eligible', ELIGIBLE) },
    { id: 'tiers', type: 'decisionTableNode', name: 'Tiers', content: table() },
    { id: 'paid', type: 'expressionNode', name: 'Paid', content: expression('paid', PAID) },
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

const ELIGIBLE = `max([0, burden - ${SIMPLE.deductible}])`;
const PAID = `min([amount, ${SIMPLE.limit}])`;

function expression(key: string, value: string) {
  return { expressions: [{ id: key, key, value }] };
}

/** Each row has what the tiers below it come to. */
function table() {
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
  };
}
