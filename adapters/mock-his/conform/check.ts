import type { Bench } from './bench.ts';

/** A text in Chinese and English. */
export interface Both {
  readonly zh: string;
  readonly en: string;
}

/** Who plays beside the hospital; a kit without them leaves some checks out. */
export type Player = 'otherHospital' | 'insurer' | 'messages';

/** One thing that a gateway must do. A check needs no other one, and leaves nothing settled behind. */
export interface Check {
  readonly id: string;
  /** Of the contract. */
  readonly section: string;
  readonly title: Both;
  /** What the contract says. */
  readonly contract: Both;
  readonly needs?: readonly Player[];
  /** @throws Mismatch where the gateway does something else */
  run(bench: Bench): Promise<void>;
}

/** The gateway did something else than the contract says. */
export class Mismatch extends Error {
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.name = 'Mismatch';
    this.zh = zh;
    this.en = en;
  }
}

/** @throws Mismatch where it does not hold */
export function demand(held: boolean, zh: string, en: string): asserts held {
  if (!held) throw new Mismatch(zh, en);
}

/** Two values that must be the same. @throws Mismatch */
export function same(what: Both, expected: unknown, got: unknown): void {
  demand(
    expected === got,
    `${what.zh}：应为 ${String(expected)}，实为 ${String(got)}`,
    `${what.en}: expected ${String(expected)}, got ${String(got)}`,
  );
}

/** What is compared most often. */
export const DECISION: Both = { zh: '决定编号', en: 'the decision' };
export const PAID: Both = { zh: '保险支付', en: 'insurerPaid' };
