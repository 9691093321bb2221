import { linePerPot } from '../../adjudication/case-claim.ts';
import type { Claim, ClaimInput } from '../../claim/claim.ts';
import { parseClaim } from '../../claim/parse.ts';
import { FUNDS } from '../../claim/vocabulary.ts';
import { Money } from '../../money/money.ts';
import { type FieldProblem, Refusal } from '../../problem/refusal.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { plain } from './problems.ts';
import type { Figures, Reader } from './reader.ts';
import { YES } from './typed.ts';

const FAR_FUTURE = Date.parse('9999-01-01T00:00:00+08:00');

type LineInput = NonNullable<ClaimInput['lines']>[number];

/** The claim that was typed, checked as a hospital's is; undefined where something is wrong with it. */
export function readClaim(reader: Reader): Claim | undefined {
  const { lines, figures } = linesOf(reader);
  const charges = reader.figures('/charges', figures);
  const total = reader.sumOr('/charges/total', Money.sum(Object.values(charges)));
  const paid = FUNDS.map((fund) => ({ fund, amount: reader.amount(`/paid/${fund}`) }));
  const payments = paid.filter(({ amount }) => !amount.isZero());
  const personal = reader.sumOr('/personal', total.minus(Money.sum(payments.map(({ amount }) => amount))));
  if (personal.isNegative()) {
    reader.problems.set('/personal', {
      zh: '各基金支付之和大于费用总额',
      en: 'the funds paid more than the whole bill',
    });
    return undefined;
  }
  const birthDate = reader.text('/patient/birthDate');
  const interim = reader.yes('/encounter/interim');
  const end = reader.time('/encounter/dischargedAt');
  const value: ClaimInput = {
    settlementId: 'CALCULATOR',
    patient: {
      // Whoever is insured here has no number: their age is typed.
      idType: '99',
      idNumber: 'CALCULATOR',
      name: 'CALCULATOR',
      insuredRegion: reader.text('/policies/0/insuredRegion'),
      insuranceType: reader.text('/patient/insuranceType'),
      newborn: reader.yes('/patient/newborn'),
      ...(birthDate === '' ? {} : { birthDate }),
      basicInsurance: {
        status: reader.word('/patient/basicInsurance/status'),
        settlementId: reader.yes('/patient/basicInsurance/settlementId') ? 'BASIC' : null,
      },
    },
    encounter: {
      id: reader.text('/encounter/id'),
      setting: reader.word('/encounter/setting'),
      ward: reader.word('/encounter/ward'),
      admittedAt: reader.time('/encounter/admittedAt'),
      ...(interim ? { billedThrough: end } : { dischargedAt: end }),
      interim,
      cause: reader.word('/encounter/cause'),
      referral: reader.word('/encounter/referral'),
      diagnoses: diagnosesOf(reader),
      procedures: reader
        .text('/encounter/procedures')
        .split(/[\s,，、]+/)
        .filter(Boolean)
        .map((code) => ({ code })),
    },
    charges: { total: total.toFixed2(), ...texts(charges) },
    payments: payments.map(({ fund, amount }) => ({ fund, amount: amount.toFixed2() })),
    personal: personal.toFixed2(),
    accountPaid: reader.amount('/accountPaid').toFixed2(),
    ...(reader.text('/linesAs') === 'none' ? {} : { lines: lines ?? linePerPot(charges) }),
    otherCompensation: compensationOf(reader),
  };
  try {
    return parseClaim(value, FAR_FUTURE);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const problem of error.detail.errors ?? []) note(reader, problem, payments);
    return undefined;
  }
}

/** What a check of claims says, at the field that was typed. */
function note(
  reader: Reader,
  { pointer, code, message }: FieldProblem,
  payments: readonly { readonly fund: string }[],
): void {
  const [zh = message, en = message] = message.split(' / ');
  const payment = /^\/payments\/(\d+)/.exec(pointer)?.[1];
  const name =
    payment === undefined
      ? pointer
          .replace('/encounter/billedThrough', '/encounter/dischargedAt')
          .replace('/patient/insuredRegion', '/policies/0/insuredRegion')
      : `/paid/${payments[Number(payment)]?.fund}`;
  const words = code === 'IDENTITY' ? identityWords(en) : { zh, en };
  if (!reader.problems.has(name)) reader.problems.set(name, words);
}

function linesOf(reader: Reader): { lines: LineInput[] | undefined; figures: Figures | undefined } {
  if (reader.text('/linesAs') !== 'typed') return { lines: undefined, figures: undefined };
  const rows = reader.rows('/lines');
  const lines = rows.map((at, index): LineInput => {
    const figures = reader.figures(at, undefined);
    const [itemGroup, tag] = [reader.text(`${at}/itemGroup`), reader.text(`${at}/tags`)];
    const [unitPrice, servedOn] = [reader.text(`${at}/unitPrice`), reader.text(`${at}/servedOn`)];
    return {
      no: index + 1,
      code: reader.text(`${at}/code`),
      category: reader.word(`${at}/category`),
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

function diagnosesOf(reader: Reader): ClaimInput['encounter']['diagnoses'] {
  return reader.rows('/encounter/diagnoses').map((at, index) => {
    const [confirmed, severe] = [reader.text(`${at}/firstConfirmedOn`), reader.text(`${at}/severe`)];
    return {
      code: reader.text(`${at}/code`),
      principal: index === 0,
      firstConfirmedOn: confirmed === '' ? null : confirmed,
      severe: severe === '' ? null : severe === YES,
    };
  });
}

function compensationOf(reader: Reader): ClaimInput['otherCompensation'] {
  return reader.rows('/otherCompensation').map((at) => {
    const pot = reader.text(`${at}/pot`);
    return {
      kind: reader.word(`${at}/kind`),
      amount: reader.amount(`${at}/amount`).toFixed2(),
      pot: pot === '' ? null : (pot as never),
      paidTo: reader.word(`${at}/paidTo`),
    };
  });
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
