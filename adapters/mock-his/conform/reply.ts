import { z } from 'zod';
import { yuan } from '../../../src/claim/wire.ts';
import { AnswerProblem } from '../../../src/message/answer.ts';
import { statementDocument } from '../../../src/settlement/documents.ts';
import { jsonIn } from '../json.ts';
import type { Received } from '../transmission.ts';
import { type Both, demand, Mismatch } from './check.ts';

/** What every decision has (contract section 3). What a gateway adds does not matter. */
const decision = z.object({
  decisionId: z.string().min(1),
  settlementId: z.string(),
  hospitalId: z.string(),
  kind: z.string(),
  outcome: z.string(),
  decidedAt: z.iso.datetime({ offset: true }),
  businessDate: z.iso.date(),
  attempt: z.number().int(),
  insurerPaid: yuan,
  memberBenefit: yuan,
  patientPays: yuan,
  cashDue: yuan,
  refundDue: yuan,
  schemes: z.array(
    z.object({
      scheme: z.string(),
      insurerPaid: yuan,
      memberBenefit: yuan,
      benefits: z.array(z.object({ benefit: z.string(), payTo: z.enum(['hospital', 'member']), paid: yuan })),
      insurers: z.array(z.object({ insurer: z.string(), amount: yuan })),
    }),
  ),
  explanation: z.array(z.object({ zh: z.string().min(1), en: z.string().min(1) })),
  adjustments: z.array(z.unknown()),
  reversal: z.unknown().nullable(),
});
export type Decided = z.output<typeof decision>;

const reversal = z.object({ already: z.boolean().optional(), insurerPaid: yuan });
const problem = z.object({
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.number(),
  code: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  detail: z.string().min(1),
  detailEn: z.string().min(1),
  requestId: z.string().min(1),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })).optional(),
});
export type Problem = z.output<typeof problem>;

/** An answer, and what a check asks of it. Nothing of a body is ever repeated but codes, ids and amounts. */
export class Reply {
  readonly received: Received;

  constructor(received: Received) {
    this.received = received;
  }

  get status(): number {
    return this.received.status;
  }

  get text(): string {
    return new TextDecoder().decode(this.received.bytes);
  }

  /** The code of a problem; `undefined` where there is none. */
  get code(): string | undefined {
    const code = (jsonIn(this.received.bytes) as { readonly code?: unknown } | undefined)?.code;
    return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : undefined;
  }

  /** What came, in a few words. */
  get words(): string {
    return this.code === undefined ? `HTTP ${this.status}` : `HTTP ${this.status} ${this.code}`;
  }

  /** Demands one of some statuses. */
  expect(...statuses: readonly number[]): this {
    const wanted = statuses.join('/');
    demand(
      statuses.includes(this.status),
      `应答应为 HTTP ${wanted}，实为 ${this.words}`,
      `expected HTTP ${wanted}, got ${this.words}`,
    );
    return this;
  }

  /** Demands a refusal of that status and code, as problem details. */
  refused(status: number, code: string): Problem {
    demand(
      this.status === status && this.code === code,
      `应拒绝为 HTTP ${status} ${code}，实为 ${this.words}`,
      `expected a refusal HTTP ${status} ${code}, got ${this.words}`,
    );
    return this.problem();
  }

  problem(): Problem {
    return this.#read(problem, { zh: '问题详情', en: 'the problem details' });
  }

  decision(): Decided {
    return this.#read(decision, { zh: '决定', en: 'the decision' });
  }

  reversal(): z.output<typeof reversal> {
    return this.#read(reversal, { zh: '冲正应答', en: 'the answer to the reversal' });
  }

  statement(): z.output<typeof statementDocument> {
    return this.#read(statementDocument, { zh: '日结单', en: 'the statement' });
  }

  /** Demands a signature that holds for these bytes, this status and this request. */
  believed(): this {
    const { verified } = this.received;
    if (verified instanceof AnswerProblem) {
      const { code, zh, en } = verified;
      throw new Mismatch(
        `应答不可采信（${this.words}）：${code} ${zh}`,
        `not to be believed (${this.words}): ${code} ${en}`,
      );
    }
    return this;
  }

  #read<S extends z.ZodType>(schema: S, what: Both): z.output<S> {
    const read = schema.safeParse(jsonIn(this.received.bytes));
    if (read.success) return read.data;
    const places = read.error.issues.map(({ path }) => `/${path.join('/')}`).join(', ');
    throw new Mismatch(
      `${what.zh}的这些成员缺失或形式不对（${this.words}）：${places}`,
      `members of ${what.en} are missing or of another form (${this.words}): ${places}`,
    );
  }
}
