import { Money } from '../../money/money.ts';
import { type DateText, daysBetween } from '../../time/calendar.ts';
import type { AccountDocument, HeldDocument } from './documents.ts';
import type { Item } from './items.ts';

/** More held settlements than this are counted, not listed. */
const MAX_LISTED = 1_000;

/** Adds up what an insurer owes one hospital under one scheme. */
export class Account {
  readonly #today: DateText;
  readonly #held: HeldDocument[] = [];
  #settlements = { count: 0, amount: Money.ZERO };
  #reversals = { count: 0, amount: Money.ZERO };
  #payable = Money.ZERO;
  #cancelled = Money.ZERO;
  #heldAmount = Money.ZERO;
  #heldCount = 0;
  #oldestDays = 0;

  constructor(today: DateText) {
    this.#today = today;
  }

  add(item: Item): void {
    const { recordType, insurerPaid } = item.posting;
    const amount = Money.of(insurerPaid);
    if (amount.isZero()) return;
    const side = recordType === 'REVERSE' ? this.#reversals : this.#settlements;
    side.count += 1;
    side.amount = side.amount.plus(amount);
    if (item.taken) this.#payable = this.#payable.plus(amount);
    else if (item.reversed) this.#cancelled = this.#cancelled.plus(amount);
    else this.#hold(item, amount);
  }

  document(): AccountDocument {
    return {
      settlements: { count: this.#settlements.count, insurerPaid: this.#settlements.amount.toFixed2() },
      reversals: { count: this.#reversals.count, insurerPaid: this.#reversals.amount.toFixed2() },
      net: this.#settlements.amount.plus(this.#reversals.amount).toFixed2(),
      payable: this.#payable.toFixed2(),
      held: {
        count: this.#heldCount,
        insurerPaid: this.#heldAmount.toFixed2(),
        oldestDays: this.#heldCount === 0 ? null : this.#oldestDays,
        settlements: this.#held,
      },
      cancelled: this.#cancelled.toFixed2(),
    };
  }

  #hold({ businessDate, posting }: Item, amount: Money): void {
    const days = daysBetween(businessDate, this.#today);
    this.#heldCount += 1;
    this.#heldAmount = this.#heldAmount.plus(amount);
    this.#oldestDays = Math.max(this.#oldestDays, days);
    if (this.#held.length >= MAX_LISTED) return;
    const { settlementId, decisionId, insurerPaid } = posting;
    this.#held.push({ settlementId, decisionId, businessDate, insurerPaid, days });
  }
}

/** The sum of accounts; what is held is not listed again. */
export function totalOf(accounts: readonly AccountDocument[]): AccountDocument {
  const sum = (of: (account: AccountDocument) => string) =>
    Money.sum(accounts.map((account) => Money.of(of(account)))).toFixed2();
  const count = (of: (account: AccountDocument) => number) =>
    accounts.reduce((total, account) => total + of(account), 0);
  const ages = accounts.flatMap(({ held }) => (held.oldestDays === null ? [] : [held.oldestDays]));
  return {
    settlements: {
      count: count((one) => one.settlements.count),
      insurerPaid: sum((one) => one.settlements.insurerPaid),
    },
    reversals: { count: count((one) => one.reversals.count), insurerPaid: sum((one) => one.reversals.insurerPaid) },
    net: sum((one) => one.net),
    payable: sum((one) => one.payable),
    held: {
      count: count((one) => one.held.count),
      insurerPaid: sum((one) => one.held.insurerPaid),
      oldestDays: ages.length === 0 ? null : Math.max(...ages),
      settlements: [],
    },
    cancelled: sum((one) => one.cancelled),
  };
}
