import { Money } from '../../money/money.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { SchemeSource } from '../../roster/facts.ts';
import type { Database } from '../../store/database.ts';
import { type DateText, dateOf } from '../../time/calendar.ts';
import type { Clock } from '../../time/clock.ts';
import { sealedDays } from '../days/sealed.ts';
import { Account, totalOf } from './account.ts';
import type { HospitalClearingDocument, SchemeClearingDocument } from './documents.ts';
import { type Item, itemsOf } from './items.ts';
import { daysOf, type MonthText } from './month.ts';

/**
 * What insurers owe for a month. Every posting of the month is in it exactly once, so that it agrees with the daily
 * files; whether a hospital's part is payable is told as things stand now, for an acknowledgement may come later.
 */
export class Clearing {
  readonly #database: Database;
  readonly #schemes: SchemeSource;
  readonly #clock: Clock;

  constructor(database: Database, schemes: SchemeSource, clock: Clock) {
    this.#database = database;
    this.#schemes = schemes;
    this.#clock = clock;
  }

  /** What is owed under a scheme, hospital by hospital, and to members. @throws Refusal `SCHEME_NOT_FOUND` */
  async ofScheme(scheme: string, month: MonthText): Promise<SchemeClearingDocument> {
    const rules = this.#schemes.get(scheme)?.rules;
    if (rules === undefined) {
      throw new Refusal('SCHEME_NOT_FOUND', { detail: '没有这个保障方案', detailEn: 'There is no such scheme' });
    }
    const common = await this.#common(month);
    const accounts = new Accounts(common.today);
    const members = new Members();
    for await (const item of itemsOf(this.#database, 'scheme', scheme, month)) {
      accounts.add(item.posting.hospitalId, item);
      members.add(item);
    }
    const hospitals = accounts.documents().map(([hospitalId, account]) => ({ hospitalId, ...account }));
    return { ...common, scheme, name: rules.name, totals: totalOf(hospitals), hospitals, ...members.documents() };
  }

  /** What a hospital is owed, scheme by scheme. */
  async ofHospital(hospitalId: string, month: MonthText): Promise<HospitalClearingDocument> {
    const common = await this.#common(month);
    const accounts = new Accounts(common.today);
    for await (const item of itemsOf(this.#database, 'hospital', hospitalId, month)) {
      accounts.add(item.posting.scheme, item);
    }
    const schemes = accounts.documents().map(([scheme, account]) => ({ scheme, ...account }));
    return { ...common, hospitalId, totals: totalOf(schemes), schemes };
  }

  async #common(month: MonthText) {
    const last = daysOf(month).at(-1) ?? '';
    const sealed = (await this.#database.read(sealedDays))?.last ?? '';
    return { month, today: dateOf(this.#clock.business()), final: sealed >= last };
  }
}

/** Accounts by hospital, or by scheme. */
class Accounts {
  readonly #today: DateText;
  readonly #accounts = new Map<string, Account>();

  constructor(today: DateText) {
    this.#today = today;
  }

  add(id: string, item: Item): void {
    if (Money.of(item.posting.insurerPaid).isZero()) return;
    const account = this.#accounts.get(id) ?? new Account(this.#today);
    this.#accounts.set(id, account);
    account.add(item);
  }

  documents() {
    return [...this.#accounts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, account]) => [id, account.document()] as const);
  }
}

/** What is owed to members, and who bears all that is owed. */
class Members {
  readonly #types = new Map<string, { count: number; amount: Money }>();
  readonly #insurers = new Map<string, Money>();

  add({ posting: { recordType, memberBenefit, insurers } }: Item): void {
    for (const [insurer, amount] of insurers) {
      this.#insurers.set(insurer, (this.#insurers.get(insurer) ?? Money.ZERO).plus(Money.of(amount)));
    }
    const amount = Money.of(memberBenefit);
    if (amount.isZero()) return;
    const known = this.#types.get(recordType) ?? { count: 0, amount: Money.ZERO };
    this.#types.set(recordType, { count: known.count + 1, amount: known.amount.plus(amount) });
  }

  documents(): Pick<SchemeClearingDocument, 'members' | 'insurers'> {
    const types = [...this.#types].sort(([a], [b]) => (a < b ? -1 : 1));
    const insurers = [...this.#insurers].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      members: {
        memberBenefit: Money.sum(types.map(([, { amount }]) => amount)).toFixed2(),
        recordTypes: Object.fromEntries(
          types.map(([type, { count, amount }]) => [type, { count, memberBenefit: amount.toFixed2() }]),
        ),
      },
      insurers: insurers.map(([insurer, amount]) => ({ insurer, amount: amount.toFixed2() })),
    };
  }
}
