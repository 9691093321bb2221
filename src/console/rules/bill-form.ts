import {
  CATEGORIES,
  CAUSES,
  COMPENSATION_KINDS,
  FUNDS,
  LINE_TAGS,
  POTS,
  REFERRALS,
  SETTINGS,
  WARDS,
} from '../../claim/vocabulary.ts';
import {
  CAUSE_WORDS,
  FEE_WORDS,
  FUND_WORDS,
  HOSPITAL_LEVELS,
  KIND_WORDS,
  POT_WORDS,
  REFERRAL_WORDS,
  SETTING_WORDS,
  TAG_WORDS,
  WARD_WORDS,
} from '../../scheme/explain/vocabulary.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { FIGURES } from '../calculator/typed.ts';
import { type Html, html } from '../html/html.ts';
import type { UserVisit } from '../page.ts';
import { BILL_TEXTS as TEXTS } from './bill-texts.ts';
import type { Fields } from './fields.ts';
import { factFields, policyPart, usedFields } from './policy-form.ts';

/** The rows that are shown beside those that are typed. */
const SPARE = { diagnoses: 1, otherCompensation: 1, lines: 2 };

/** The fields of a bill, those of every day first. */
export function billForm(visit: UserVisit, fields: Fields, schemes: readonly Scheme[]): Html {
  const { say } = visit;
  const title = (text: Bilingual, make: () => Html) => fields.folded(say(text), make);
  return html`${['/case', '/encounter/id', '/hospital/id'].map((name) => fields.hidden(name))}
${fields.group(say(TEXTS.visit), () => visitFields(visit, fields))}
${fields.group(say(TEXTS.bill), () => chargeFields(visit, fields))}
${fields.group(say(TEXTS.member), () => policyPart(visit, fields, schemes, 0))}
${title(TEXTS.diagnoses, () => diagnosisRows(visit, fields))}
${title(TEXTS.funds, () => fundFields(visit, fields))}
${title(TEXTS.others, () => compensationRows(visit, fields))}
${title(TEXTS.lines, () => lineRows(visit, fields))}
${title(TEXTS.used, () => usedFields(visit, fields, schemes, 0))}
${title(TEXTS.facts, () => factFields(visit, fields, schemes, 0))}
${title(TEXTS.also, () => alsoPart(visit, fields, schemes))}`;
}

function visitFields({ say }: UserVisit, fields: Fields): Html {
  const levels = HOSPITAL_LEVELS.map((words, level) => [String(level), words] as const).slice(1);
  return html`<div class="fields">
${fields.choice('/encounter/setting', say(TEXTS.setting), pick(SETTINGS, SETTING_WORDS))}
${fields.text('/encounter/admittedAt', say(TEXTS.admitted), { type: 'datetime-local' })}
${fields.text('/encounter/dischargedAt', say(TEXTS.discharged), { type: 'datetime-local' })}
${fields.text('/hospital/region', say(TEXTS.region), { maxlength: 12, inputmode: 'numeric' })}
${fields.choice('/hospital/level', say(TEXTS.level), Object.fromEntries(levels.toReversed()))}
${fields.yesNo('/hospital/designated', say(TEXTS.designated))}
${fields.choice('/encounter/referral', say(TEXTS.referral), pick(REFERRALS, REFERRAL_WORDS))}
${fields.choice('/encounter/cause', say(TEXTS.cause), pick(CAUSES, CAUSE_WORDS))}
${fields.choice('/encounter/ward', say(TEXTS.ward), pick(WARDS, WARD_WORDS))}
${fields.choice('/hospital/ownership', say(TEXTS.ownership), { public: TEXTS.public, private: TEXTS.private })}
${fields.yesNo('/hospital/drg', say(TEXTS.drg))}
${fields.yesNo('/encounter/interim', say(TEXTS.interim))}
</div>`;
}

function chargeFields({ say }: UserVisit, fields: Fields): Html {
  return html`<p class="hint">${say(TEXTS.billHint)}</p><div class="fields">
${FIGURES.map((figure) => fields.amount(`/charges/${figure}`, say(TEXTS[figure])))}
${fields.amount('/charges/total', say(TEXTS.total), say(TEXTS.computed))}
${fields.amount('/paid/basic-pooling', say(FUND_WORDS['basic-pooling']))}
${fields.amount('/personal', say(TEXTS.personal), say(TEXTS.computed))}
</div>`;
}

function fundFields({ say }: UserVisit, fields: Fields): Html {
  const others = FUNDS.filter((fund) => fund !== 'basic-pooling');
  return html`<div class="fields">${others.map((fund) => fields.amount(`/paid/${fund}`, say(FUND_WORDS[fund])))}
${fields.amount('/accountPaid', say(TEXTS.account))}</div>`;
}

function diagnosisRows({ say }: UserVisit, fields: Fields): Html {
  const rows = rowsOf(fields, '/encounter/diagnoses', 'code', SPARE.diagnoses).map((at, index) =>
    fields.group(index === 0 ? say(TEXTS.principal) : `${say(TEXTS.diagnosis)} ${index + 1}`, () => {
      const code = fields.text(`${at}/code`, say(TEXTS.code), { maxlength: 40 });
      const confirmed = fields.day(`${at}/firstConfirmedOn`, say(TEXTS.confirmed));
      return html`<div class="fields">${code}${confirmed}${fields.yesNo(`${at}/severe`, say(TEXTS.severe), say(TEXTS.notSaid))}</div>`;
    }),
  );
  const procedures = fields.text('/encounter/procedures', say(TEXTS.procedures), { hint: say(TEXTS.procedureHint) });
  return html`${rows}${procedures}`;
}

function compensationRows({ say }: UserVisit, fields: Fields): Html {
  const rows = rowsOf(fields, '/otherCompensation', 'amount', SPARE.otherCompensation);
  return html`${rows.map((at, index) =>
    fields.group(
      `${say(TEXTS.other)} ${index + 1}`,
      () => html`<div class="fields">
${fields.choice(`${at}/kind`, say(TEXTS.kind), pick(COMPENSATION_KINDS, KIND_WORDS))}
${fields.amount(`${at}/amount`, say(TEXTS.amount))}
${fields.choice(`${at}/pot`, say(TEXTS.pot), pick(POTS, POT_WORDS), say(TEXTS.noPot))}
${fields.choice(`${at}/paidTo`, say(TEXTS.paidTo), { patient: TEXTS.toPatient, hospital: TEXTS.toHospital })}
</div>`,
    ),
  )}`;
}

function lineRows({ say }: UserVisit, fields: Fields): Html {
  const as = { 'per-pot': TEXTS.perPot, typed: TEXTS.asTyped, none: TEXTS.noLines };
  const rows = rowsOf(fields, '/lines', 'code', SPARE.lines);
  return html`${fields.choice('/linesAs', say(TEXTS.linesAs), as)}${rows.map((at, index) =>
    fields.group(
      `${say(TEXTS.line)} ${index + 1}`,
      () => html`<div class="fields">
${fields.text(`${at}/code`, say(TEXTS.code), { maxlength: 64 })}
${fields.choice(`${at}/category`, say(TEXTS.category), pick(CATEGORIES, FEE_WORDS))}
${FIGURES.map((figure) => fields.amount(`${at}/${figure}`, say(TEXTS[figure])))}
${fields.text(`${at}/itemGroup`, say(TEXTS.itemGroup), { maxlength: 64 })}
${fields.choice(`${at}/tags`, say(TEXTS.tag), pick(LINE_TAGS, TAG_WORDS), say(TEXTS.none))}
${fields.amount(`${at}/unitPrice`, say(TEXTS.unitPrice))}
${fields.day(`${at}/servedOn`, say(TEXTS.served))}
</div>`,
    ),
  )}`;
}

function alsoPart(visit: UserVisit, fields: Fields, schemes: readonly Scheme[]): Html {
  const { say, gateway } = visit;
  const others = gateway.console.schemes.list().filter((one) => one !== schemes[0]);
  const options = others.map(({ rules }) => [rules.scheme, say(rules.name)] as const);
  const select = fields.pick('/also', say(TEXTS.also), [['', say(TEXTS.none)], ...options]);
  if (schemes.length === 1) return select;
  return html`${select}${policyPart(visit, fields, schemes, 1)}${usedFields(visit, fields, schemes, 1)}${factFields(visit, fields, schemes, 1)}`;
}

/** The rows that are typed, and some to be typed. */
function rowsOf(fields: Fields, at: string, main: string, spare: number): string[] {
  const typed = fields
    .below(`${at}/`)
    .filter((name) => fields.value(name) !== '' && new RegExp(`^${at}/\\d{1,2}/${main}$`).test(name))
    .map((name) => Number(name.slice(at.length + 1).split('/')[0]));
  const count = Math.max(-1, ...typed) + 1 + spare;
  return Array.from({ length: count }, (_, index) => `${at}/${index}`);
}

function pick<W extends string>(words: readonly W[], named: Readonly<Record<W, Bilingual>>): Record<string, Bilingual> {
  return Object.fromEntries(words.map((word) => [word, named[word]]));
}
