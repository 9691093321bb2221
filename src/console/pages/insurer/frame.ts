import { ownId } from '../../../claim/fields.ts';
import { Refusal } from '../../../problem/refusal.ts';
import type { Bilingual } from '../../../scheme/words.ts';
import { dateOf, isDate } from '../../../time/calendar.ts';
import { type Html, html, type Part } from '../../html/html.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserVisit } from '../../page.ts';
import { reasonWords } from '../../settlement/words.ts';

const TEXTS = {
  navigation: { zh: '本方案', en: 'This scheme' },
  days: { zh: '业务日', en: 'Days' },
  month: { zh: '月度', en: 'Month' },
  experience: { zh: '年度赔付', en: 'Experience' },
  decisions: { zh: '查询决定', en: 'Decisions' },
  reviews: { zh: '待审核', en: 'Reviews' },
  external: { zh: '线下赔案', en: 'External claims' },
  noHospital: { zh: '（不属于医院）', en: '(no hospital)' },
} as const satisfies Texts;

/** The people of an insurer. */
export const INSURER = ['insurer-clerk', 'insurer-reviewer'] as const;

/** The pages of a scheme, as they are linked on each of them. */
const PARTS = ['days', 'months', 'experience', 'decisions', 'reviews', 'external-claims'] as const;
type SchemePart = (typeof PARTS)[number];

const PART_WORDS: Readonly<Record<SchemePart, Bilingual>> = {
  days: TEXTS.days,
  months: TEXTS.month,
  experience: TEXTS.experience,
  decisions: TEXTS.decisions,
  reviews: TEXTS.reviews,
  'external-claims': TEXTS.external,
};

const RECORD_TYPES: Readonly<Record<string, Bilingual>> = {
  SETTLE: { zh: '结算', en: 'Settlement' },
  REVERSE: { zh: '冲正', en: 'Reversal' },
  ADJUST: { zh: '调整', en: 'Adjustment' },
  RESOLVE: { zh: '审定', en: 'Resolution' },
  EXTERNAL: { zh: '线下赔案', en: 'External claim' },
  DISTRIBUTE: { zh: '二次分配', en: 'Distribution' },
};

/** The path of a part of a scheme. */
export function schemePath(scheme: string, part: SchemePart, ...more: readonly string[]): string {
  return ['/schemes', scheme, part, ...more].join('/');
}

/** Where the parts of a scheme are. */
export function schemeLinks({ gateway, say, url }: UserVisit, scheme: string, current?: SchemePart): Html[] {
  return PARTS.map((part) => {
    const month = dateOf(gateway.clock.business()).slice(0, 7);
    const to = part === 'months' ? schemePath(scheme, part, month) : schemePath(scheme, part);
    return html`<li><a href="${url(to)}"${part === current && html` aria-current="true"`}>${say(PART_WORDS[part])}</a></li>`;
  });
}

/** A page of the scheme in the path, under its name and the links to its other pages. */
export function schemePage(
  visit: UserVisit,
  part: SchemePart,
  page: { readonly title: string; readonly body: Part; readonly status?: number },
): Answer {
  const scheme = visit.param('scheme');
  const body = html`<p class="scheme-name">${schemeIn(visit, scheme)}</p>
<nav class="scheme-pages" aria-label="${visit.say(TEXTS.navigation)}"><ul>${schemeLinks(visit, scheme, part)}</ul></nav>
${page.body}`;
  return { ...page, body };
}

/** What a scheme is called. */
export function schemeIn({ gateway, say }: UserVisit, scheme: string): string {
  const words = gateway.console.schemeName(scheme);
  return words === undefined ? scheme : say(words);
}

/** What a benefit of a scheme is called. */
export function benefitIn({ gateway, say }: UserVisit, scheme: string, benefit: string): string {
  const rules = gateway.console.rules(scheme)?.benefits.find(({ id }) => id === benefit);
  return rules === undefined ? benefit : say(rules.name);
}

/** What a record type of the daily file is called, with the word of the file. */
export function recordTypeIn({ say }: UserVisit, type: string): string {
  const words = RECORD_TYPES[type];
  return words === undefined ? type : `${say(words)} ${type}`;
}

/** What a reason means; nothing for none. */
export function reasonIn({ say }: UserVisit, reason: string | null): string {
  return reason === null ? '' : say(reasonWords(reason));
}

/** A hospital with its name, as the registry has it. */
export function hospitalIn({ gateway, say }: UserVisit, id: string): string {
  if (id === '') return say(TEXTS.noHospital);
  const name = gateway.registry.party(id)?.name;
  return name === undefined ? id : `${name} ${id}`;
}

/** One half of a message that is Chinese, a slash, and English. */
export function messageIn({ language }: UserVisit, message: string): string {
  const [zh = '', ...en] = message.split(' / ');
  return language === 'zh' || en.length === 0 ? zh : en.join(' / ');
}

/** An id, or what else is not to be broken over lines. */
export function idText(id: Part): Html {
  return html`<span class="id">${id}</span>`;
}

/** A name and what is said of it. */
export function said({ language }: UserVisit, name: string, what: string): string {
  return language === 'zh' ? `${name}：${what}` : `${name}: ${what}`;
}

/** A link to a decision. What an upload says is one need not be: it stays a text. */
export function decisionLink({ url, param }: UserVisit, decisionId: string): Part {
  if (!ownId.safeParse(decisionId).success) return decisionId;
  return html`<a href="${url(schemePath(param('scheme'), 'decisions', decisionId))}">${decisionId}</a>`;
}

/** The day in the path. @throws Refusal `INVALID_PARAMETER` */
export function dayIn({ param }: UserVisit): string {
  const date = param('date');
  if (isDate(date)) return date;
  throw new Refusal('INVALID_PARAMETER', {
    detail: '地址中的日期须为存在的日期 YYYY-MM-DD',
    detailEn: 'The date in the address must be a day YYYY-MM-DD that exists',
  });
}
