import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from '../../../src/problem/catalogue.ts';
import { jsonIn } from '../json.ts';

const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];
const status = z.number().int().min(200).max(599);

const answer = z.union([
  z.strictObject({ status, json: z.unknown() }),
  z.strictObject({ status, file: z.string(), type: z.string() }),
  z.strictObject({ problem: z.enum(CODES), retryAfter: z.number().int().min(0).optional() }),
]);

/** How an answer's signature can be wrong. */
export const ANSWER_FAULTS = [
  'none',
  'wrong',
  'other-request',
  'other-status',
  'other-gateway',
  'unknown-key',
] as const;
export type AnswerFault = (typeof ANSWER_FAULTS)[number];

const rule = z.strictObject({
  name: z.string().optional(),
  when: z
    .strictObject({
      method: z.enum(['GET', 'POST']).optional(),
      path: z.string().optional(),
      body: z.record(z.string().startsWith('/'), z.string()).default({}),
      contains: z.string().optional(),
      times: z.number().int().min(1).optional(),
    })
    .default({ body: {} }),
  delay: z.number().min(0).max(600).optional(),
  answer: answer.optional(),
  change: z.record(z.string().startsWith('/'), z.unknown()).optional(),
  lose: z.enum(['request', 'answer']).optional(),
  signature: z.enum(ANSWER_FAULTS).optional(),
  headers: z.record(z.string(), z.string()).optional(),
});

const rulesFile = z.strictObject({ rules: z.array(rule).max(1000) });

/** One rule of the mock gateway; `adapters/mock-his/README.md` tells what each member means. */
export type Rule = z.output<typeof rule>;

/**
 * Reads a rules file (YAML, of which JSON is a part). Files that it names lie beside it.
 *
 * @throws Error with the place that is wrong
 */
export function readRules(path: string): readonly Rule[] {
  const read = rulesFile.safeParse(yamlIn(path));
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new Error(`${path} ${where} 不符合规则文件的格式 / is not in the form of a rules file: ${issue?.message}`);
  }
  return read.data.rules.map((one) => {
    if (one.answer === undefined || !('file' in one.answer)) return one;
    return { ...one, answer: { ...one.answer, file: join(dirname(path), one.answer.file) } };
  });
}

function yamlIn(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'), { merge: true });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new Error(`${path} 不是 YAML / is not YAML: ${error.message.split('\n')[0]}`);
  }
}

/** A request as rules look at it. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly bytes: Uint8Array;
}

/** Finds the first rule that fits, and counts how often each one has. */
export class RuleBook {
  readonly #rules: readonly Rule[];
  readonly #used = new Map<Rule, number>();

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  take(asked: Asked): Rule | undefined {
    const body = jsonIn(asked.bytes);
    const found = this.#rules.find((one) => this.#isLeft(one) && fits(one.when, asked, body));
    if (found !== undefined) this.#used.set(found, (this.#used.get(found) ?? 0) + 1);
    return found;
  }

  #isLeft(one: Rule): boolean {
    return (this.#used.get(one) ?? 0) < (one.when.times ?? Number.POSITIVE_INFINITY);
  }
}

function fits(when: Rule['when'], { method, target, bytes }: Asked, json: unknown): boolean {
  if (when.method !== undefined && when.method !== method) return false;
  if (when.path !== undefined && !matches(when.path, target.split('?')[0] ?? '')) return false;
  if (when.contains !== undefined && !Buffer.from(bytes).includes(when.contains)) return false;
  return Object.entries(when.body).every(([place, pattern]) => {
    const value = valueAt(json, place);
    return value !== undefined && matches(pattern, String(value));
  });
}

/** `*` stands for any text. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}

/** What stands at a JSON Pointer (RFC 6901). */
export function valueAt(value: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    return (at as Record<string, unknown>)[step];
  }, value);
}

/** A copy with another value at a JSON Pointer; nothing changes where the way to it does not exist. */
export function withValueAt(value: unknown, pointer: string, put: unknown): unknown {
  const copy = structuredClone(value);
  const steps = stepsOf(pointer);
  const last = steps.pop() ?? '';
  const parent = valueAt(copy, steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
  if (typeof parent === 'object' && parent !== null && last !== '__proto__') Object.assign(parent, { [last]: put });
  return copy;
}

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
