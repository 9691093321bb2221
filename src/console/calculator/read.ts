import { linePerPot } from '../../adjudication/case-claim.ts';
import { caseNameKey } from '../../adjudication/case-terms.ts';
import { type AdjudicationInput, type Policy, policyKey, type SchemeTerms } from '../../adjudication/input.ts';
import { ageAtAdmission } from '../../claim/age.ts';
import type { Claim, ClaimInput } from '../../claim/claim.ts';
import { parseClaim } from '../../claim/parse.ts';
import { FUNDS } from '../../claim/vocabulary.ts';
import { Money } from '../../money/money.ts';
import { type FieldProblem, Refusal } from '../../problem/refusal.ts';
import { ENGINE_FACTS, FACT_FORMS, factText } from '../../scheme/facts.ts';
import type { CodeList } from '../../scheme/lists.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { isDate } from '../../time/calendar.ts';
import { policyFields } from './policy-fields.ts';
import { AMOUNT_WORDS, COUNT_WORDS, type Problems, plain } from './problems.ts';
import { FIGURES, type Typed, YES } from './typed.ts';
import { readUsed } from './used.ts';

/** More lines than this are no bill to be typed. */
export const MOST_LINES = 40;

/** What a bill is decided under beside what is typed. */
export interface Under {
  /** The scheme, and, where the member holds a policy in another, that. */
  readonly schemes: readonly Scheme[];
  /** The imported lists of a scheme, by name. */
  readonly lists: (scheme: Scheme, index: number) => ReadonlyMap<string, CodeList>;
}

const FAR_FUTURE = Date.parse('9999-01-01T00:00:00+08:00');
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;

/** Reads a bill that was typed into what is adjudicated: as a settlement would be, with what is wrong said by field. */
export function readTyped(typed: Typed, under: Under): { input: AdjudicationInput } | { problems: Problems } {
  const reader = new Reader(typed, under);
  const input = reader.input();
  return input === undefined || reader.problems.size > 0 ? { problems: reader.problems } : { input };
}

type LineInput = NonNullable<ClaimInput['lines']>[number];
type Figures = Record<(typeof FIGURES)[number], Money>;

class Reader {
  readonly problems = new Map<string, Bilingual>();
  readonly #typed: Typed;
  readonly #under: Under;

  constructor(typed: Typed, under: Under) {
    this.#typed = typed;
    this.#under = under;
  }

  input(): AdjudicationInput | undefined {
    const claim = this.#claim();
    const terms = this.#under.schemes.map((scheme, index) => this.#terms(scheme, index));
    const accumulators = new Map(
      terms.map(({ policy }, index) => [policyKey(policy), readUsed(this.#typed, index, this.problems)] as const),
    );
    const decidedOn = this.#date('/decidedOn');
    const typedAge = this.#age();
    if (claim === undefined) return undefined;
    return {
      claim,
      decidedOn,
      age: this.#text('/patient/birthDate') === '' ? typedAge : ageAtAdmission(claim),
      nameKey: caseNameKey(undefined),
      hospital: {
        id: this.#text('/hospital/id'),
        region: this.#matching('/hospital/region', /^\d{4,12}$/, {
          zh: '须为至少到地市的行政区划代码，如 360102',
          en: 'must be a region code that names at least the city, such as 360102',
        }),
        level: Number(this.#matching('/hospital/level', /^[123]$/, { zh: '须为 1 至 3', en: 'must be 1 to 3' })),
        ownership: this.#text('/hospital/ownership') === 'private' ? 'private' : 'public',
        designated: this.#yes('/hospital/designated'),
        drg: this.#yes('/hospital/drg'),
      },
      terms,
      accumulators,
    };
  }

  #claim(): Claim | undefined {
    const { lines, figures } = this.#lines();
    const charges = this.#figures('/charges', figures);
    const total = this.#sumOr('/charges/total', Money.sum(Object.values(charges)));
    const paid = FUNDS.map((fund) => ({ fund, amount: this.#amount(`/paid/${fund}`) }));
    const payments = paid.filter(({ amount }) => !amount.isZero());
    const personal = this.#sumOr('/personal', total.minus(Money.sum(payments.map(({ amount }) => amount))));
    if (personal.isNegative()) {
      this.problems.set('/personal', {
        zh: '各基金支付之和大于费用总额',
        en: 'the funds paid more than the whole bill',
      });
      return undefined;
    }
    const birthDate = this.#text('/patient/birthDate');
    const interim = this.#yes('/encounter/interim');
    const end = this.#time('/encounter/dischargedAt');
    const value: ClaimInput = {
      settlementId: 'CALCULATOR',
      patient: {
        // Whoever is insured here has no number: their age is typed.
        idType: '99',
        idNumber: 'CALCULATOR',
        name: 'CALCULATOR',
        insuredRegion: this.#text('/policies/0/insuredRegion'),
        insuranceType: this.#text('/patient/insuranceType'),
        newborn: this.#yes('/patient/newborn'),
        ...(birthDate === '' ? {} : { birthDate }),
        basicInsurance: {
          status: this.#word('/patient/basicInsurance/status'),
          settlementId: this.#yes('/patient/basicInsurance/settlementId') ? 'BASIC' : null,
        },
      },
      encounter: {
        id: this.#text('/encounter/id'),
        setting: this.#word('/encounter/setting'),
        ward: this.#word('/encounter/ward'),
        admittedAt: this.#time('/encounter/admittedAt'),
        ...(interim ? { billedThrough: end } : { dischargedAt: end }),
        interim,
        cause: this.#word('/encounter/cause'),
        referral: this.#word('/encounter/referral'),
        diagnoses: this.#diagnoses(),
        procedures: this.#text('/encounter/procedures')
          .split(/[\s,，、]+/)
          .filter(Boolean)
          .map((code) => ({ code })),
      },
      charges: { total: total.toFixed2(), ...texts(charges) },
      payments: payments.map(({ fund, amount }) => ({ fund, amount: amount.toFixed2() })),
      personal: personal.toFixed2(),
      accountPaid: this.#amount('/accountPaid').toFixed2(),
      ...(this.#text('/linesAs') === 'none' ? {} : { lines: lines ?? linePerPot(charges) }),
      otherCompensation: this.#compensation(),
    };
    try {
      return parseClaim(value, FAR_FUTURE);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const problem of error.detail.errors ?? []) this.#refused(problem, payments);
      return undefined;
    }
  }

  /** What a check of claims says, at the field that was typed. */
  #refused({ pointer, code, message }: FieldProblem, payments: readonly { readonly fund: string }[]): void {
    const [zh = message, en = message] = message.split(' / ');
    const payment = /^\/payments\/(\d+)/.exec(pointer)?.[1];
    const name =
      payment === undefined
        ? pointer
            .replace('/encounter/billedThrough', '/encounter/dischargedAt')
            .replace('/patient/insuredRegion', '/policies/0/insuredRegion')
        : `/paid/${payments[Number(payment)]?.fund}`;
    const words = code === 'IDENTITY' ? identityWords(en) : { zh, en };
    if (!this.problems.has(name)) this.problems.set(name, words);
  }

  #lines(): { lines: LineInput[] | undefined; figures: Figures | undefined } {
    if (this.#text('/linesAs') !== 'typed') return { lines: undefined, figures: undefined };
    const rows = this.#rows('/lines', MOST_LINES);
    const lines = rows.map((at, index): LineInput => {
      const figures = this.#figures(at, undefined);
      const [itemGroup, tag] = [this.#text(`${at}/itemGroup`), this.#text(`${at}/tags`)];
      const [unitPrice, servedOn] = [this.#text(`${at}/unitPrice`), this.#text(`${at}/servedOn`)];
      return {
        no: index + 1,
        code: this.#text(`${at}/code`),
        category: this.#word(`${at}/category`),
        ...(itemGroup === '' ? {} : { itemGroup }),
        ...(tag === '' ? {} : { tags: [tag as never] }),
        ...(unitPrice === '' ? {} : { unitPrice: plain(unitPrice) }),
        ...(servedOn === '' ? {} : { servedOn }),
        total: Money.sum(Object.values(figures)).toFixed2(),
        ...texts(figures),
      };
    });
    const sum = (figure: keyof Figures) => Money.sum(lines.map((line) => Money.of(String(line[figure]))));
    const figures = {
      inScope: sum('inScope'),
      firstSelfPay: sum('firstSelfPay'),
      fullySelfPaid: sum('fullySelfPaid'),
      overLimit: sum('overLimit'),
    };
    return { lines, figures };
  }

  /** The four figures; what is not typed is what the lines come to, else 0. */
  #figures(at: string, otherwise: Figures | undefined): Figures {
    const one = (figure: keyof Figures) => this.#sumOr(`${at}/${figure}`, otherwise?.[figure] ?? Money.ZERO);
    return {
      inScope: one('inScope'),
      firstSelfPay: one('firstSelfPay'),
      fullySelfPaid: one('fullySelfPaid'),
      overLimit: one('overLimit'),
    };
  }

  #diagnoses(): ClaimInput['encounter']['diagnoses'] {
    return this.#rows('/encounter/diagnoses', MOST_LINES).map((at, index) => {
      const [confirmed, severe] = [this.#text(`${at}/firstConfirmedOn`), this.#text(`${at}/severe`)];
      return {
        code: this.#text(`${at}/code`),
        principal: index === 0,
        firstConfirmedOn: confirmed === '' ? null : confirmed,
        severe: severe === '' ? null : severe === YES,
      };
    });
  }

  #compensation(): ClaimInput['otherCompensation'] {
    return this.#rows('/otherCompensation', MOST_LINES).map((at) => {
      const pot = this.#text(`${at}/pot`);
      return {
        kind: this.#word(`${at}/kind`),
        amount: this.#amount(`${at}/amount`).toFixed2(),
        pot: pot === '' ? null : (pot as never),
        paidTo: this.#word(`${at}/paidTo`),
      };
    });
  }

  /** Rows of which something beside their selections is typed. */
  #rows(at: string, most: number): string[] {
    const rows: string[] = [];
    for (let index = 0; index < most; index++) {
      const row = `${at}/${index}`;
      const main = ['code', 'amount', ...FIGURES].some((name) => this.#text(`${row}/${name}`) !== '');
      if (main) rows.push(row);
    }
    return rows;
  }

  #terms(scheme: Scheme, index: number): SchemeTerms {
    return {
      scheme,
      policy: this.#policy(scheme, index),
      facts: this.#facts(scheme, index),
      lists: this.#under.lists(scheme, index),
      shares: [{ insurer: 'LEAD', share: Money.ONE }],
    };
  }

  #policy(scheme: Scheme, index: number): Policy {
    const at = `/policies/${index}`;
    const { cohorts, preexisting, familyBorne } = policyFields(scheme);
    const ticked = (list: string, words: readonly string[]) =>
      words.filter((word) => this.#text(`${at}/${list}/${word}`) === YES);
    const [from, to] = [this.#date(`${at}/effectiveFrom`), this.#date(`${at}/effectiveTo`)];
    if (from > to) {
      this.problems.set(`${at}/effectiveTo`, { zh: '须不早于首日', en: 'must not be before the first day' });
    }
    const [priorYears, claimFreeYears] = [this.#count(`${at}/priorYears`), this.#count(`${at}/claimFreeYears`)];
    if (claimFreeYears > priorYears) {
      this.problems.set(`${at}/claimFreeYears`, { zh: '多于连续参保年数', en: 'more than the years of membership' });
    }
    return {
      scheme: scheme.rules.scheme,
      policyNo: `P-${scheme.rules.scheme}`,
      nameKey: this.#yes('/nameMatches') ? caseNameKey(undefined) : '',
      insuredRegion: this.#matching(`${at}/insuredRegion`, /^\d{6}$/, {
        zh: '须为六位行政区划代码，如 360102',
        en: 'must be a region code of six digits, such as 360102',
      }),
      effectiveFrom: from,
      effectiveTo: to,
      cohorts: ticked('cohorts', cohorts),
      preexisting: ticked('preexisting', preexisting),
      priorYears,
      claimFreeYears,
      plan: this.#text(`${at}/plan`),
      familyBorne: ticked('familyBorne', familyBorne),
    };
  }

  #facts({ rules }: Scheme, index: number): Record<string, string> {
    const kinds = [...ENGINE_FACTS, ...Object.entries(rules.facts).map(([name, { unit }]) => [name, unit] as const)];
    return Object.fromEntries(
      kinds.flatMap(([name, kind]): [string, string][] => {
        const typed = this.#text(`/facts/${index}/${name}`);
        if (typed === '') return [];
        const text = factText(kind, plain(typed));
        if (text !== undefined) return [[name, text]];
        const { zh, en } = FACT_FORMS[kind];
        this.problems.set(`/facts/${index}/${name}`, { zh: `须为${zh}`, en: `must be ${en}` });
        return [];
      }),
    );
  }

  #text(name: string): string {
    return this.#typed.get(name)?.trim() ?? '';
  }

  /** A word of a closed list: one that is none is refused by the check of the claim. */
  #word(name: string): never {
    return this.#text(name) as never;
  }

  #yes(name: string): boolean {
    return this.#text(name) === YES;
  }

  /** A local time with the offset of Asia/Shanghai; what is none is refused by the check of the claim. */
  #time(name: string): string {
    const text = this.#text(name);
    return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? `${text}:00+08:00` : `${text}+08:00`;
  }

  #date(name: string): string {
    const text = this.#text(name);
    if (!isDate(text)) this.problems.set(name, { zh: '须为存在的日期', en: 'must be a day that exists' });
    return text;
  }

  #matching(name: string, form: RegExp, words: Bilingual): string {
    const text = this.#text(name);
    if (!form.test(text)) this.problems.set(name, words);
    return text;
  }

  #count(name: string): number {
    const text = this.#text(name);
    if (text !== '' && !/^\d{1,2}$/.test(text)) this.problems.set(name, COUNT_WORDS);
    return Number(text) || 0;
  }

  #age(): number | null {
    const text = this.#text('/age');
    if (text === '') return null;
    if (!/^(\d|[1-9]\d|1[0-4]\d)$/.test(text)) this.problems.set('/age', COUNT_WORDS);
    return Number(text) || 0;
  }

  #amount(name: string): Money {
    return this.#sumOr(name, Money.ZERO);
  }

  /** An amount; where nothing is typed, what it comes to. */
  #sumOr(name: string, otherwise: Money): Money {
    const text = plain(this.#text(name));
    if (text === '') return otherwise;
    if (AMOUNT.test(text)) return Money.of(text);
    this.problems.set(name, AMOUNT_WORDS);
    return otherwise;
  }
}

/** An identity that fails, in the words of the form and not of the claim. */
function identityWords(message: string): Bilingual {
  const sides = message.slice(message.lastIndexOf(': ') + 2);
  if (message.includes('lines')) {
    return { zh: `与明细合计不等：${sides}`, en: `is not what the lines come to: ${sides}` };
  }
  return message.includes('payments')
    ? {
        zh: `与各基金支付加个人负担不等：${sides}`,
        en: `is not what the funds and the personal burden come to: ${sides}`,
      }
    : { zh: `与各部分之和不等：${sides}`, en: `is not what its parts come to: ${sides}` };
}

function texts(figures: Figures): Record<keyof Figures, string> {
  return {
    inScope: figures.inScope.toFixed2(),
    firstSelfPay: figures.firstSelfPay.toFixed2(),
    fullySelfPaid: figures.fullySelfPaid.toFixed2(),
    overLimit: figures.overLimit.toFixed2(),
  };
}
