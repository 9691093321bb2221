import { isResidentId, normalizeIdNumber, RESIDENT_ID } from '../../claim/identity.ts';
import { SETTINGS as ALL_SETTINGS } from '../../claim/vocabulary.ts';
import type { Bilingual } from '../../scheme/words.ts';
import type { EligibilityDocument } from '../../settlement/documents.ts';
import { eligibilityRequest } from '../../settlement/requests.ts';
import { dateOf } from '../../time/calendar.ts';
import { choice, field, form, submit } from '../html/form.ts';
import { type Html, html } from '../html/html.ts';
import { definitions, notice, section } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';
import { SETTINGS } from '../settlement/words.ts';

const TEXTS = {
  title: { zh: '入院资格查询', en: 'Eligibility at admission' },
  what: {
    zh: '只查询正在本院就诊的患者。每次查询均留痕；证件号与姓名不会留在地址栏或浏览记录中。',
    en: 'Ask only about patients who are here. Each question is journalled; neither number nor name is kept in the address or the history.',
  },
  idType: { zh: '证件类型', en: 'Type of document' },
  idNumber: { zh: '证件号码', en: 'Number of the document' },
  name: { zh: '姓名', en: 'Name' },
  nameHint: { zh: '与证件一致', en: 'As on the document' },
  date: { zh: '入院或就诊日期', en: 'Day of admission or visit' },
  setting: { zh: '就诊方式', en: 'Kind of care' },
  ask: { zh: '查询', en: 'Ask' },
  badIdNumber: { zh: '请填写证件号码', en: 'Give the number of the document' },
  badResidentId: {
    zh: '身份证号码须为 18 位且校验位正确，请核对',
    en: 'A resident id number has 18 characters and a right check character: look again',
  },
  badName: { zh: '请填写姓名', en: 'Give the name' },
  badDate: { zh: '请填写存在的日期，如 2024-05-01', en: 'Give a day that exists, such as 2024-05-01' },
  badChoice: { zh: '请选择', en: 'Choose one' },
  wrong: { zh: '未查询：请更正标出的内容。', en: 'Nothing was asked: put right what is marked.' },
  answer: { zh: '有效保障', en: 'Schemes in force' },
  whom: { zh: '证件', en: 'Document' },
  none: {
    zh: '没有查到有效保障。请核对证件号码、姓名和日期；姓名与参保名册不符时也查不到。',
    en: 'No scheme in force was found. Check number, name and day; a name that is not that of the roster finds nothing.',
  },
  covered: { zh: '本就诊方式', en: 'This kind of care' },
  yes: { zh: '可保障', en: 'covered' },
  no: { zh: '不在保障范围', en: 'not covered' },
  period: { zh: '保障期', en: 'In force' },
  papers: { zh: '请患者备妥', en: 'Ask the patient for' },
  noPapers: { zh: '不需要另备材料', en: 'no further papers' },
  notFinal: {
    zh: '是否赔付、赔付多少，以出院结算时的决定为准。',
    en: 'Whether and how much is paid is decided at the discharge settlement.',
  },
} as const satisfies Texts;

/** The usual ones of the national code table of id documents (医疗保障信息业务编码, psn_cert_type). */
const ID_TYPES: readonly { readonly value: string; readonly words: Bilingual }[] = [
  { value: RESIDENT_ID, words: { zh: '居民身份证', en: 'Resident id card' } },
  { value: '04', words: { zh: '港澳居民来往内地通行证', en: 'Travel permit, Hong Kong or Macao' } },
  { value: '06', words: { zh: '台湾居民来往大陆通行证', en: 'Travel permit, Taiwan' } },
  { value: '07', words: { zh: '外国人永久居留身份证', en: "Foreigner's permanent residence card" } },
  { value: '08', words: { zh: '外国人护照', en: "Foreigner's passport" } },
  { value: '90', words: { zh: '社会保障卡', en: 'Social security card' } },
  { value: '99', words: { zh: '其他身份证件', en: 'Another document' } },
];

type FieldName = keyof typeof eligibilityRequest.shape;
const ERRORS: Readonly<Record<FieldName, Bilingual>> = {
  idType: TEXTS.badChoice,
  idNumber: TEXTS.badIdNumber,
  name: TEXTS.badName,
  date: TEXTS.badDate,
  setting: TEXTS.badChoice,
};

type Errors = Partial<Record<FieldName, Bilingual>>;

function blank(visit: UserVisit): Answer {
  const date = dateOf(visit.gateway.clock.business());
  return { title: visit.say(TEXTS.title), body: question(visit, { date }, {}) };
}

async function ask(visit: UserVisit): Promise<Answer> {
  const { form: typed, gateway, say, user } = visit;
  const names = Object.keys(ERRORS) as FieldName[];
  const given = Object.fromEntries(names.map((name) => [name, typed.get(name)?.trim() ?? '']));
  const read = eligibilityRequest.safeParse(given);
  const errors: Errors = {};
  for (const { path } of read.error?.issues ?? []) {
    const name = names.find((one) => one === path[0]);
    if (name !== undefined) errors[name] = ERRORS[name];
  }
  const number = normalizeIdNumber(given['idNumber'] ?? '');
  if (given['idType'] === RESIDENT_ID && number !== '' && !isResidentId(number)) errors.idNumber = TEXTS.badResidentId;
  const title = say(TEXTS.title);
  if (!read.success || Object.keys(errors).length > 0) {
    const body = html`${notice('bad', html`<p>${say(TEXTS.wrong)}</p>`)}${question(visit, given, errors)}`;
    return { title, body, status: 422 };
  }
  const found = await gateway.settlement.eligibility(user.party.id, read.data);
  const { date, setting } = read.data;
  const body = html`${answer(visit, found, `**** ${number.slice(-4)}`)}${question(visit, { date, setting }, {})}`;
  return { title, body };
}

function question(visit: UserVisit, values: Readonly<Record<string, string>>, errors: Errors): Html {
  const { say } = visit;
  const common = (name: FieldName) => {
    const error = errors[name];
    return { name, label: say(TEXTS[name]), value: values[name], error: error && say(error), required: true };
  };
  const fields = [
    choice({ ...common('idType'), options: ID_TYPES.map(({ value, words }) => ({ value, text: say(words) })) }),
    field({ ...common('idNumber'), autocomplete: 'off', maxlength: 40 }),
    field({ ...common('name'), hint: say(TEXTS.nameHint), autocomplete: 'off', maxlength: 200 }),
    field({ ...common('date'), type: 'date' }),
    choice({ ...common('setting'), options: ALL_SETTINGS.map((value) => ({ value, text: say(SETTINGS[value]) })) }),
  ];
  return html`<p class="no-print">${say(TEXTS.what)}</p>${form(visit, '/eligibility', html`${fields}${submit(say(TEXTS.ask))}`)}`;
}

/** What the desk has to know; of the number only its end, to see that it was the right person. */
function answer({ say }: UserVisit, { date, setting, schemes }: EligibilityDocument, whom: string): Html {
  const words: Readonly<Record<string, Bilingual>> = SETTINGS;
  const asked = definitions([
    [say(TEXTS.whom), whom],
    [say(TEXTS.date), date],
    [say(TEXTS.setting), say(words[setting] ?? { zh: setting, en: setting })],
  ]);
  const found = schemes.map(({ name, covered, effectiveFrom, effectiveTo, papers }) => {
    const items = papers.map((paper) => html`<li>${say(paper)}</li>`);
    const facts = definitions([
      [
        say(TEXTS.covered),
        html`<span class="status ${covered ? 'paid' : 'declined'}">${say(covered ? TEXTS.yes : TEXTS.no)}</span>`,
      ],
      [say(TEXTS.period), `${effectiveFrom} – ${effectiveTo}`],
      [say(TEXTS.papers), papers.length === 0 ? say(TEXTS.noPapers) : html`<ul class="notes">${items}</ul>`],
    ]);
    return html`<h3>${say(name)}</h3>${facts}`;
  });
  const result = schemes.length === 0 ? notice('note', html`<p>${say(TEXTS.none)}</p>`) : found;
  return section(
    say(TEXTS.answer),
    html`${asked}${result}${schemes.length > 0 && html`<p class="soft">${say(TEXTS.notFinal)}</p>`}`,
  );
}

const DESK = ['hospital-desk'] as const;

export const ELIGIBILITY_PAGES = {
  eligibility: { method: 'GET', path: '/eligibility', roles: DESK, navigation: TEXTS.title, handler: blank },
  eligibilitySent: { method: 'POST', path: '/eligibility', roles: DESK, eligibility: true, handler: ask },
} as const satisfies Record<string, UserPage>;
