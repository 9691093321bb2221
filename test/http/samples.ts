import type { ROUTES } from '../../src/http/routes.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import type { PartyName, Sent } from './fixtures.ts';
import { CLAIM, INQUIRY, STATED } from './services.ts';

type Signed = {
  [Name in keyof typeof ROUTES]: (typeof ROUTES)[Name]['caller'] extends 'anyone' ? never : Name;
}[keyof typeof ROUTES];

const hospital = { as: 'H1' } as const;
const insurer = { as: 'INS-JX' } as const;
const operator = { as: 'OPS' } as const;
const KEY_SET = { keys: [generateKeyPair('ES256', 'k2').publicJwk] };
const VIEW = 'recordType,hospitalId,settlementId,insurerPaid\nSETTLE,H1,S-1,1.00\n';
const registry = JSON.stringify({ parties: [{ id: 'H9', kind: 'operator', name: '运营', jwks: { keys: [] } }] });

/** A good request for every signed route. One that is missing does not compile. */
export const SAMPLES: Readonly<Record<Signed, Sent & { readonly as: PartyName; readonly ok: number }>> = {
  quote: { ...hospital, method: 'POST', path: '/v1/settlements/quote', body: JSON.stringify(CLAIM), ok: 200 },
  eligibility: { ...hospital, method: 'POST', path: '/v1/eligibility', body: JSON.stringify(INQUIRY), ok: 200 },
  settle: { ...hospital, method: 'POST', path: '/v1/settlements', body: JSON.stringify(CLAIM), ok: 201 },
  query: { ...hospital, method: 'GET', path: '/v1/settlements/SETL202307110001', ok: 200 },
  reverse: {
    ...hospital,
    method: 'POST',
    path: '/v1/settlements/SETL202307110001/reversal',
    body: JSON.stringify({ reversalId: 'R1', reason: '退费' }),
    ok: 201,
  },
  acknowledge: { ...hospital, method: 'POST', path: '/v1/settlements/SETL202307110001/acknowledgement', ok: 200 },
  statement: { ...hospital, method: 'GET', path: '/v1/statements/2023-07-11', ok: 200 },
  enrollments: {
    as: 'INS-JX',
    method: 'POST',
    path: '/v1/schemes/jiangxi-weihuibao-2023/enrollments',
    body: 'policyNo,idType\nP1,01\n',
    type: 'text/csv',
    ok: 200,
  },
  dailyFiles: { ...insurer, method: 'GET', path: '/v1/schemes/jiangxi-weihuibao-2023/daily-files', ok: 200 },
  dailyFile: { ...insurer, method: 'GET', path: '/v1/schemes/jiangxi-weihuibao-2023/daily-files/2023-07-11', ok: 200 },
  manifest: {
    ...insurer,
    method: 'GET',
    path: '/v1/schemes/jiangxi-weihuibao-2023/daily-files/2023-07-11/manifest',
    ok: 200,
  },
  reconcile: {
    ...insurer,
    method: 'POST',
    path: '/v1/schemes/jiangxi-weihuibao-2023/daily-files/2023-07-11/reconciliations',
    body: VIEW,
    type: 'text/csv',
    ok: 201,
  },
  reconciliations: {
    ...insurer,
    method: 'GET',
    path: '/v1/schemes/jiangxi-weihuibao-2023/daily-files/2023-07-11/reconciliations',
    ok: 200,
  },
  reconciliation: {
    ...insurer,
    method: 'GET',
    path: '/v1/schemes/jiangxi-weihuibao-2023/daily-files/2023-07-11/reconciliations/R-1',
    ok: 200,
  },
  clearing: { ...insurer, method: 'GET', path: '/v1/schemes/jiangxi-weihuibao-2023/clearing/2023-07', ok: 200 },
  experience: { ...insurer, method: 'GET', path: '/v1/schemes/jiangxi-weihuibao-2023/experience', ok: 200 },
  reconcileStatement: {
    ...hospital,
    method: 'POST',
    path: '/v1/statements/2023-07-11/reconciliations',
    body: VIEW,
    type: 'text/csv',
    ok: 201,
  },
  statementReconciliations: {
    ...hospital,
    method: 'GET',
    path: '/v1/statements/2023-07-11/reconciliations',
    ok: 200,
  },
  statementReconciliation: {
    ...hospital,
    method: 'GET',
    path: '/v1/statements/2023-07-11/reconciliations/R-1',
    ok: 200,
  },
  hospitalClearing: { ...hospital, method: 'GET', path: '/v1/clearing/2023-07', ok: 200 },
  decisionDetail: { ...insurer, method: 'GET', path: '/v1/schemes/jiangxi-weihuibao-2023/decisions/D1', ok: 200 },
  pended: { ...insurer, method: 'GET', path: '/v1/schemes/jiangxi-weihuibao-2023/pended', ok: 200 },
  resolve: {
    ...insurer,
    method: 'POST',
    path: '/v1/schemes/jiangxi-weihuibao-2023/pended/D1/resolution',
    body: JSON.stringify({ benefits: [STATED] }),
    ok: 201,
  },
  externalClaim: {
    ...insurer,
    method: 'POST',
    path: '/v1/schemes/jiangxi-weihuibao-2023/external-claims',
    body: JSON.stringify({ claimNo: 'C1', policyNo: 'P1', settledOn: '2023-07-01', benefits: [STATED] }),
    ok: 201,
  },
  permitReversal: {
    ...insurer,
    method: 'POST',
    path: '/v1/schemes/jiangxi-weihuibao-2023/decisions/D1/reversal-permission',
    body: JSON.stringify({ reason: '结算有误' }),
    ok: 201,
  },
  cancelExternalClaim: {
    ...insurer,
    method: 'POST',
    path: '/v1/schemes/jiangxi-weihuibao-2023/external-claims/C1/cancellation',
    body: JSON.stringify({ reason: '重复登记' }),
    ok: 201,
  },
  his: {
    ...hospital,
    method: 'POST',
    path: '/his/nhsa',
    body: JSON.stringify({ infno: '9001', msgid: 'M1', fixmedins_code: 'H1', input: {} }),
    ok: 200,
  },
  audit: { ...operator, method: 'GET', path: '/v1/audit', ok: 200 },
  parties: { ...operator, method: 'POST', path: '/v1/parties', body: registry, ok: 200 },
  partyKeys: { ...operator, method: 'GET', path: '/v1/parties/H9/keys', ok: 200 },
  addPartyKeys: { ...operator, method: 'POST', path: '/v1/parties/H9/keys', body: JSON.stringify(KEY_SET), ok: 200 },
  revokePartyKey: {
    ...operator,
    method: 'POST',
    path: '/v1/parties/H9/keys/revocation',
    body: JSON.stringify({ kid: 'k1', reason: '私钥遗失' }),
    ok: 200,
  },
  suspendParty: {
    ...operator,
    method: 'POST',
    path: '/v1/parties/H9/suspension',
    body: JSON.stringify({ reason: null }),
    ok: 200,
  },
  resumeParty: { ...operator, method: 'POST', path: '/v1/parties/H9/resumption', ok: 200 },
};
