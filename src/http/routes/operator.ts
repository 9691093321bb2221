import { AUDIT_PAGE } from '../../audit/trail.ts';
import { AUDITED } from '../../ledger/audit.ts';
import type { Route } from '../route.ts';

/** What the operator of the gateway may ask for. */
export const OPERATOR_ROUTES = {
  parties: {
    id: 'importParties',
    method: 'POST',
    path: '/v1/parties',
    caller: 'operator',
    zh: '导入参与方登记文件，全部成功或全不导入',
    en: 'Imports a registry file, all of it or nothing',
    body: 'RegistryFile',
    answers: { 200: 'PartiesReport' },
    refusals: [],
  },
  audit: {
    id: 'audit',
    method: 'GET',
    path: '/v1/audit',
    caller: 'operator',
    zh: '配置变更审计：参与方与密钥、目录、参数、名册的每次变更，最早的在前',
    en: 'The audit trail: every change of parties and keys, lists, facts and rosters, the oldest first',
    query: {
      what: { zh: `类别：${AUDITED.join('、')}`, en: `one of ${AUDITED.join(', ')}` },
      subject: { zh: '对象，如参与方代码', en: "what changed, such as a party's id" },
      since: {
        zh: '自此时刻起（ISO 8601，带时区偏移，实际时间）',
        en: 'from this instant on (ISO 8601 with an offset, real time)',
      },
      after: { zh: '前一页的 next', en: 'the `next` of the page before' },
      limit: {
        zh: `每页至多几项，默认 ${AUDIT_PAGE.default}，至多 ${AUDIT_PAGE.max}`,
        en: `changes in a page, ${AUDIT_PAGE.default} by default, at most ${AUDIT_PAGE.max}`,
      },
    },
    answers: { 200: 'Audit' },
    refusals: ['INVALID_PARAMETER'],
  },
} as const satisfies Record<string, Route>;
