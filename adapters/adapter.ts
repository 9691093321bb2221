import type { ClaimInput } from '../src/claim/claim.ts';
import type { ProblemDocument } from '../src/problem/refusal.ts';
import type { DecisionDocument, ReversalDocument } from '../src/settlement/documents.ts';
import type { DateText } from '../src/time/calendar.ts';
import type { Instant } from '../src/time/clock.ts';

/**
 * What speaks a HIS's own format: it turns bytes into a command and what became of the command into bytes, and nothing
 * else. It knows the canonical claim, never the ledger or HTTP; it decides no money, no right and no attempt (contract
 * section 5).
 */
export interface Adapter {
  /** Its place in `POST /his/{adapter}`. */
  readonly name: string;
  /**
   * Recognises the wrapper of a message, as far as it can be. Never throws: bytes that are no message at all, or none,
   * are answered in the plainest envelope of the format.
   */
  open(message: Message): Exchange;
}

/** One message and the answer to it, in the caller's own envelope. */
export interface Exchange {
  /**
   * What the message asks for.
   *
   * @throws Refusal `INVALID_BODY` where it cannot be told, naming what was expected and what was found; `FORBIDDEN` for a
   *   message of another hospital; `AMOUNTS_INCONSISTENT` where its figures contradict each other
   */
  read(): Command;
  /** The answer to what {@link read} asked for. */
  write(outcome: Outcome): Reply | Promise<Reply>;
  /** A refusal, its code at the front of the text: {@link problemText}. */
  refuse(problem: ProblemDocument): Reply;
}

/** What came in, and from whom. */
export interface Message {
  /** As received and signed. */
  readonly bytes: Uint8Array;
  /** The header as sent. The bytes decide, not what it says. */
  readonly contentType: string | undefined;
  /** The signing hospital; `undefined` only where a refusal must be written before anybody has signed. */
  readonly hospital: SigningHospital | undefined;
  /** The business clock. */
  readonly now: Instant;
  /** Unique among all messages; tells nothing. */
  readonly requestId: string;
}

/** What an adapter may know of the hospital that signed. */
export interface SigningHospital {
  readonly id: string;
  /** Which scheme of ours a fund row in the centre's reply is a payment of, by the row's fund type. */
  readonly centreFunds: Readonly<Record<string, string>>;
}

/** An answer as it goes out. Its HTTP status is the gateway's business. */
export interface Reply {
  /** The media type. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Something about a message that was not as it should be and was put right; shown with the decision. */
export interface Warning {
  readonly zh: string;
  readonly en: string;
}

/** A message by what its sender calls it. Two patients' messages may carry one id, so the person belongs to it. */
export interface MessageKey {
  readonly id: string;
  /** The person as the centre numbers people; empty where the format has none. */
  readonly person: string;
}

/** A claim to be quoted or settled. */
export interface ClaimMessage {
  /** Canonical, its `attempt` left out: which one it is, is found where it is settled. */
  readonly claim: Omit<ClaimInput, 'attempt'>;
  /** `null` where the format has no message ids: then a settlement that was reversed is not opened again. */
  readonly message: MessageKey | null;
  readonly centre: CentreSettlement;
  readonly warnings: readonly Warning[];
}

/** What the basic insurance centre said of its own settlement. */
export interface CentreSettlement {
  /** The day of the settlement, as both sides' totals go by; `null`: the day of our decision. */
  readonly date: DateText | null;
  /** Clearing category, as the format has it (`clr_type`); `null` where it was not told. */
  readonly clearing: string | null;
  /** Schemes of ours that the centre's reply says were paid there already: they are left to their insurer. */
  readonly settledSchemes: readonly string[];
}

/** Whose records, and of which days, a check is about. */
export interface CheckScope {
  readonly from: DateText;
  /** Included. */
  readonly to: DateText;
  /** `null`: all. */
  readonly insuranceType: string | null;
  /** `null`: all. */
  readonly clearing: string | null;
  /** Whether only the rows that the caller lists are asked about: what only we have is then no difference. */
  readonly listedOnly?: boolean;
  /** `settled`: no reversals; `reversed`: reversals only; `null`: both. */
  readonly kind: 'settled' | 'reversed' | null;
}

/** The caller's totals; amounts as decimal text, below 0 where more came back. */
export interface CheckTotals {
  readonly count: number;
  readonly total: string;
  readonly insurerPaid: string;
}

/** One row of the caller's own records; a reversal has negative amounts. */
export interface CheckRow {
  /** Empty where the caller knows the record by its {@link references} alone. */
  readonly settlementId: string;
  /** Our decision, or the message it was settled by; either names the settlement. */
  readonly references?: readonly string[];
  readonly encounterId: string;
  readonly person: string;
  readonly total: string;
  readonly insurerPaid: string;
  readonly reversal: boolean;
}

/** All that a HIS can ask for, whatever its format. */
export type Command =
  | ({ readonly kind: 'quote' } & ClaimMessage)
  | ({ readonly kind: 'settle' } & ClaimMessage)
  | {
      /** Takes back the latest attempt of a settlement. */
      readonly kind: 'reverse';
      readonly settlementId: string;
      /** Where it is told it must be the settlement's. */
      readonly encounterId: string | null;
      readonly message: MessageKey | null;
    }
  | {
      /** Takes back whatever was settled under a message whose answer never came, also when it has yet to arrive. */
      readonly kind: 'reverse-message';
      readonly original: MessageKey;
    }
  | {
      readonly kind: 'query';
      readonly settlementId: string;
      /** Where it is told it must be the settlement's; so must the person. */
      readonly encounterId: string | null;
      readonly person: string;
    }
  | { readonly kind: 'check-totals'; readonly scope: CheckScope; readonly totals: CheckTotals }
  | { readonly kind: 'check-details'; readonly scope: CheckScope; readonly rows: RowSource }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'sign-out' }
  | { readonly kind: 'upload'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'download'; readonly fileId: string };

/** The rows of a detail check: in the message, or in a file uploaded before, which the format reads by itself. */
export type RowSource =
  | { readonly in: 'message'; readonly rows: readonly CheckRow[] }
  | {
      readonly in: 'file';
      readonly fileId: string;
      /** @throws Refusal `INVALID_BODY` */
      readonly read: (bytes: Uint8Array) => readonly CheckRow[];
    };

/**
 * How a check came out: `equal`; `more-here` and `more-there`: one side has records that the other has not; `different`:
 * the same records, other amounts.
 */
export type CheckResult = 'equal' | 'more-here' | 'more-there' | 'different';

/** A record on which the two sides differ. */
export interface CheckDifference {
  readonly result: Exclude<CheckResult, 'equal'>;
  readonly settlementId: string;
  readonly encounterId: string;
  readonly person: string;
  /** The message it was settled by, as far as we know; empty otherwise. */
  readonly messageId: string;
  readonly reversal: boolean;
  /** Amounts as decimal text; `null` on the side that does not have the record. */
  readonly here: { readonly total: string; readonly insurerPaid: string } | null;
  readonly there: { readonly total: string; readonly insurerPaid: string } | null;
}

/** What became of a command; its `kind` is the command's. */
export type Outcome =
  | {
      readonly kind: 'quote' | 'settle' | 'query';
      readonly decision: DecisionDocument;
      /** Whether the settlement was there before this message. */
      readonly already: boolean;
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: 'reverse'; readonly reversal: ReversalDocument; readonly decision: DecisionDocument }
  | { readonly kind: 'reverse-message' }
  | { readonly kind: 'check-totals'; readonly result: CheckResult; readonly here: CheckTotals }
  | {
      readonly kind: 'check-details';
      readonly differences: readonly CheckDifference[];
      /** Keeps a file for download. */
      readonly keep: (name: string, bytes: Uint8Array) => Promise<KeptFile>;
    }
  | { readonly kind: 'sign-in'; readonly signNo: string }
  | { readonly kind: 'sign-out' }
  | { readonly kind: 'upload'; readonly file: KeptFile }
  | { readonly kind: 'download'; readonly name: string; readonly bytes: Uint8Array };

/** A file that can be downloaded, or used in a detail check, until then. */
export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly until: Instant;
}

/** A refusal as one line, for a HIS that shows its user one text: the code, Chinese, English, and where it is wrong. */
export function problemText({ code, detail, detailEn, errors = [] }: ProblemDocument): string {
  const places = errors.slice(0, 5).flatMap(({ pointer, message }) => {
    if (!detail.includes(message.split(' / ')[0] ?? '')) return [`${pointer}: ${message}`];
    return detail.includes(pointer) ? [] : [pointer];
  });
  return [`[${code}] ${detail} / ${detailEn}`, ...places].join('; ');
}
