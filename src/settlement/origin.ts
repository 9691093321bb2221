import type { CentreRecord, RecordedDecision } from './record.ts';

/** A HIS's message by what its sender calls it. */
export interface SentMessage {
  readonly id: string;
  /** The person as the centre numbers people; empty where it was not told. */
  readonly person: string;
  /** The person as messages are looked up by: a keyed hash, or empty. */
  readonly key: string;
}

/** Something about a message that was put right. */
export interface MessageWarning {
  readonly zh: string;
  readonly en: string;
}

/** Where a settlement comes from that a HIS asked for in a message of its own format. */
export interface Origin {
  readonly message: SentMessage | null;
  readonly centre: CentreRecord;
  readonly warnings: readonly MessageWarning[];
}

/** A decision that says what of the message was put right before it was made: findings, not figures. */
export function withWarnings(decision: RecordedDecision, warnings: readonly MessageWarning[]): RecordedDecision {
  if (warnings.length === 0) return decision;
  const steps = warnings.map(({ zh, en }) => ({
    step: 'message',
    scheme: null,
    benefit: null,
    clause: null,
    zh,
    en,
    amount: null,
  }));
  return { ...decision, explanation: [...steps, ...decision.explanation] };
}
