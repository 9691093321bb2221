import { z } from 'zod';
import { checkClaim } from '../claim/checks.ts';
import { claimSchema } from '../claim/claim.ts';
import { code, date, region } from '../claim/fields.ts';
import { parseWith } from '../claim/parse.ts';
import { Refusal } from '../problem/refusal.ts';
import { factText } from '../scheme/facts.ts';
import type { Vocabulary } from './vocabulary.ts';

/** History is taken as it stands, and so is a forecast: no discharge is "in the future". */
const NO_TIME = Date.parse('9999-01-01T00:00:00+08:00');

const years = z.number().int().min(0).max(99).default(0);

const policy = z.strictObject({
  policyNo: z.string().regex(/^[^\s\p{C}]{1,64}$/u, {
    error: '须为不含空格的 1 至 64 个字符 / must be 1 to 64 characters without spaces',
  }),
  insuredRegion: region,
  effectiveFrom: date.optional(),
  effectiveTo: date.optional(),
  cohorts: z.array(z.string()).default([]),
  preexisting: z.array(z.string()).default([]),
  priorYears: years,
  claimFreeYears: years,
  plan: z.string().max(200).default(''),
});

const hospital = z.strictObject({
  id: code,
  region,
  level: z.number().int().min(1).max(3),
  ownership: z.enum(['public', 'private']),
  designated: z.boolean(),
  drg: z.boolean(),
});

const fact = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const lineSchema = z.strictObject({
  policy,
  hospital: hospital.optional(),
  claim: claimSchema.optional(),
  facts: z.record(z.string(), fact).default({}),
});

/** One line of a file of historic claims: a claim under its policy, or a policy that had none. */
export type SimulationLine = z.output<typeof lineSchema>;
/** A line as it may be written. */
export type SimulationLineInput = z.input<typeof lineSchema>;
/** What a line says of a policy. */
export type PolicyRow = SimulationLine['policy'];

/** Why a line is not taken; Chinese, then English. Never what the line holds of a person. */
export class LineFault extends Error {
  override name = 'LineFault';
}

/** So many things that are wrong are named for one line. */
const NAMED = 3;

/**
 * Reads one line with every check that a claim sent to the gateway passes.
 *
 * @param policyNo the policy number by which the line was assigned to a member
 * @throws LineFault that says what is wrong
 */
export function readLine(text: string, policyNo: string, vocabulary: Vocabulary): SimulationLine {
  const line = understand(parse(text));
  if (line.policy.policyNo !== policyNo) throw new LineFault('policyNo 出现两次 / policyNo occurs twice');
  if ((line.claim === undefined) !== (line.hospital === undefined)) {
    throw new LineFault('claim 与 hospital 须同时给出 / claim and hospital go together');
  }
  const { effectiveFrom, effectiveTo } = line.policy;
  if (effectiveFrom !== undefined && effectiveTo !== undefined && effectiveTo < effectiveFrom) {
    throw new LineFault('/policy/effectiveTo 早于起期 / the period ends before it begins');
  }
  checkWords(line, vocabulary);
  return line;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new LineFault('不是有效的 JSON / not valid JSON');
  }
}

function understand(value: unknown): SimulationLine {
  try {
    const line = parseWith(lineSchema, value);
    if (line.claim !== undefined) checkClaim(line.claim, NO_TIME);
    return line;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { errors = [] } = error.detail;
    const named = errors.slice(0, NAMED).map((one) => `${one.pointer} ${one.message}`);
    const more = errors.length > NAMED ? [`…（共 ${errors.length} 处 / ${errors.length} in all）`] : [];
    throw new LineFault([...named, ...more].join('; ') || error.message);
  }
}

/** A misspelt word would silently put a member into no group, a misspelt fact set nothing off. */
function checkWords({ policy: { cohorts, preexisting, plan }, facts }: SimulationLine, vocabulary: Vocabulary): void {
  const refuse = (pointer: string, known: Iterable<string>): never => {
    const words = [...known].join(', ');
    throw new LineFault(`${pointer} 未知用词，可用：${words} / unknown word, known are: ${words}`);
  };
  if (!cohorts.every((word) => vocabulary.cohorts.has(word))) refuse('/policy/cohorts', vocabulary.cohorts);
  if (!preexisting.every((word) => vocabulary.preexisting.has(word))) {
    refuse('/policy/preexisting', vocabulary.preexisting);
  }
  if (vocabulary.plans.size > 0 && !vocabulary.plans.has(plan)) refuse('/policy/plan', vocabulary.plans);
  for (const [name, value] of Object.entries(facts)) {
    const kind = vocabulary.facts.get(name) ?? refuse('/facts', vocabulary.facts.keys());
    if (factText(kind, value) === undefined) throw new LineFault(`/facts/${name} 取值不正确 / not a value it can have`);
  }
}
