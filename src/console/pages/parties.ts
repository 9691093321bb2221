import type { PartyKind } from '../../http/gateway.ts';
import { type PublicKeyRecord, thumbprint } from '../../message/keys.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { Party } from '../../roster/party.ts';
import { HOSPITAL_LEVELS } from '../../scheme/explain/vocabulary.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { command } from '../html/command.ts';
import { html } from '../html/html.ts';
import { shownInstant } from '../html/layout.ts';
import { definitions, table } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';

const TEXTS = {
  parties: { zh: '参与方', en: 'Parties' },
  party: { zh: '参与方', en: 'Party' },
  id: { zh: '标识', en: 'Id' },
  name: { zh: '名称', en: 'Name' },
  kind: { zh: '类型', en: 'Kind' },
  keys: { zh: '密钥', en: 'Keys' },
  validKeys: { zh: '有效密钥', en: 'Valid keys' },
  noKeys: { zh: '没有有效密钥', en: 'no valid key' },
  ends: { zh: '最近到期', en: 'First to end' },
  none: { zh: '没有登记', en: 'none registered' },
  region: { zh: '所在地', en: 'Region' },
  level: { zh: '级别', en: 'Level' },
  ownership: { zh: '性质', en: 'Ownership' },
  public: { zh: '公立', en: 'public' },
  private: { zh: '民营', en: 'private' },
  designated: { zh: '医保定点', en: 'Designated' },
  drg: { zh: 'DRG/DIP 付费', en: 'Paid by DRG/DIP' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  schemes: { zh: '承保方案', en: 'Schemes' },
  funds: { zh: '医保中心代付的方案', en: 'Paid at the centre' },
  alg: { zh: '算法', en: 'Algorithm' },
  nbf: { zh: '生效', en: 'Valid from' },
  exp: { zh: '到期', en: 'Valid until' },
  thumbprint: { zh: '指纹（RFC 7638）', en: 'Thumbprint (RFC 7638)' },
  state: { zh: '状态', en: 'State' },
  valid: { zh: '有效', en: 'valid' },
  early: { zh: '尚未生效', en: 'not valid yet' },
  over: { zh: '已过期', en: 'expired' },
  open: { zh: '不限', en: 'open' },
  how: {
    zh: '参与方和密钥通过登记文件更改，文件中没有的参与方保持不变：',
    en: 'Parties and keys are changed by a registry file; a party that is not in the file stays as it is:',
  },
  all: { zh: '全部参与方', en: 'All parties' },
  unknown: { zh: '没有登记这个参与方', en: 'No such party is registered' },
} as const satisfies Texts;

/** By kind, in this order. */
const KINDS: Readonly<Record<PartyKind, Bilingual>> = {
  hospital: { zh: '医院', en: 'Hospitals' },
  insurer: { zh: '保险机构', en: 'Insurers' },
  operator: { zh: '运营方', en: 'Operators' },
};

function list(visit: UserVisit): Answer {
  const { gateway, say, url } = visit;
  const now = gateway.clock.real() / 1000;
  const parties = gateway.console.operator.parties();
  const tables = (Object.keys(KINDS) as PartyKind[]).map((kind) =>
    table({
      caption: `${say(KINDS[kind])} (${parties.filter((one) => one.kind === kind).length})`,
      empty: say(TEXTS.none),
      rows: parties.filter((one) => one.kind === kind),
      columns: [
        { title: say(TEXTS.id), cell: ({ id }) => html`<a href="${url(`/parties/${id}`)}">${id}</a>` },
        { title: say(TEXTS.name), cell: ({ name }) => name },
        {
          title: say(TEXTS.validKeys),
          cell: ({ keys }) => {
            const valid = keys.filter((key) => stateOf(key, now) === 'valid').length;
            return valid === 0 ? html`<span class="fails">${say(TEXTS.noKeys)}</span>` : `${valid}/${keys.length}`;
          },
          figure: true,
        },
        { title: say(TEXTS.ends), cell: ({ keys }) => firstEnd(keys, now) ?? say(TEXTS.open) },
      ],
    }),
  );
  return { title: say(TEXTS.parties), body: html`${tables}${how(visit)}` };
}

function show(visit: UserVisit): Answer {
  const { gateway, param, say, url } = visit;
  const party = gateway.console.operator.parties().find(({ id }) => id === param('party'));
  if (party === undefined) {
    throw new Refusal('NOT_FOUND', { detail: TEXTS.unknown.zh, detailEn: TEXTS.unknown.en });
  }
  const now = gateway.clock.real() / 1000;
  const keys = table({
    caption: say(TEXTS.keys),
    empty: say(TEXTS.none),
    rows: party.keys,
    columns: [
      { title: 'kid', cell: ({ kid }) => html`<code>${kid}</code>` },
      { title: say(TEXTS.alg), cell: ({ algs }) => algs.join(', ') },
      { title: say(TEXTS.state), cell: (key) => shownState(visit, stateOf(key, now)) },
      { title: say(TEXTS.nbf), cell: ({ nbf }) => (nbf === undefined ? say(TEXTS.open) : shownInstant(nbf * 1000)) },
      { title: say(TEXTS.exp), cell: ({ exp }) => (exp === undefined ? say(TEXTS.open) : shownInstant(exp * 1000)) },
      { title: say(TEXTS.thumbprint), cell: ({ jwk }) => html`<code>${thumbprint(jwk)}</code>` },
    ],
  });
  const body = html`${definitions([
    [say(TEXTS.id), party.id],
    [say(TEXTS.name), party.name],
    [say(TEXTS.kind), say(KINDS[party.kind])],
    ...attributes(visit, party),
  ])}${keys}${how(visit)}<p class="no-print"><a href="${url('/parties')}">${say(TEXTS.all)}</a></p>`;
  return { title: `${say(TEXTS.party)} ${party.name}`, body };
}

function attributes({ say, gateway }: UserVisit, party: Party): (readonly [string, string])[] {
  const named = (scheme: string) => {
    const words = gateway.console.schemeName(scheme);
    return words === undefined ? scheme : `${say(words)} (${scheme})`;
  };
  const yesNo = (value: boolean) => say(value ? TEXTS.yes : TEXTS.no);
  if (party.kind === 'insurer') return [[say(TEXTS.schemes), party.schemes.map(named).join('; ')]];
  if (party.kind === 'operator') return [];
  const { region, level, ownership, designated, drg } = party.hospital;
  const funds = Object.entries(party.centreFunds).map(([type, scheme]) => `${type}: ${named(scheme)}`);
  return [
    [say(TEXTS.region), region],
    [say(TEXTS.level), say(HOSPITAL_LEVELS[level] ?? { zh: String(level), en: String(level) })],
    [say(TEXTS.ownership), say(TEXTS[ownership])],
    [say(TEXTS.designated), yesNo(designated)],
    [say(TEXTS.drg), yesNo(drg)],
    [say(TEXTS.funds), funds.join('; ')],
  ];
}

type KeyState = 'valid' | 'early' | 'over';

function stateOf({ nbf, exp }: PublicKeyRecord, now: number): KeyState {
  if (nbf !== undefined && now < nbf) return 'early';
  return exp !== undefined && now >= exp ? 'over' : 'valid';
}

function shownState({ say }: UserVisit, state: KeyState) {
  return html`<span class="${state === 'valid' ? 'holds' : 'fails'}">${say(TEXTS[state])}</span>`;
}

/** When the first of the valid keys ends. */
function firstEnd(keys: readonly PublicKeyRecord[], now: number): string | undefined {
  const ends = keys.flatMap((key) => (key.exp !== undefined && stateOf(key, now) === 'valid' ? [key.exp] : []));
  return ends.length === 0 ? undefined : shownInstant(Math.min(...ends) * 1000);
}

function how({ say }: UserVisit) {
  return command(say(TEXTS.how), 'npx yizhan parties import registry.json');
}

const OPERATOR = ['operator'] as const;

export const PARTY_PAGES = {
  parties: { method: 'GET', path: '/parties', roles: OPERATOR, navigation: TEXTS.parties, handler: list },
  party: { method: 'GET', path: '/parties/{party}', roles: OPERATOR, handler: show },
} as const satisfies Record<string, UserPage>;
