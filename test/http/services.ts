import { createHash } from 'node:crypto';
import { vi } from 'vitest';
import { ADAPTERS } from '../../adapters/adapters.ts';
import type { ClaimInput } from '../../src/claim/claim.ts';
import type { SignedManifest } from '../../src/clearing/files/manifest.ts';
import type { Gateway } from '../../src/http/gateway.ts';
import { Refusal } from '../../src/problem/refusal.ts';
import type { PartyKeys } from '../../src/roster/party-keys.ts';
import type { BilledSettlement } from '../../src/settlement/bill.ts';
import type {
  AcknowledgementDocument,
  DecisionDocument,
  EligibilityDocument,
  ReversalDocument,
  StatementDocument,
} from '../../src/settlement/documents.ts';
import type { OpenReview } from '../../src/settlement/review-case.ts';
import type { DecisionDetailDocument } from '../../src/settlement/review-documents.ts';

import { FAKE_EXPERIENCE, FAKE_HOSPITAL_CLEARING, FAKE_REPORT, FAKE_SCHEME_CLEARING } from './clearing-samples.ts';

const PARTY_KEYS: PartyKeys = {
  party: 'H9',
  suspendedAt: null,
  suspendedReason: null,
  keys: [{ kid: 'k1', algs: ['ES256'], validFrom: null, validUntil: null, revokedAt: null, reason: null }],
};

export const ID_NUMBER = '11010519491231002X';
export const NAME = '测试甲';

/** A claim as a hospital sends it; its amounts add up. */
export const CLAIM: ClaimInput = {
  settlementId: 'SETL202307110001',
  patient: {
    idType: '01',
    idNumber: ID_NUMBER,
    name: NAME,
    insuredRegion: '360102',
    insuranceType: '310',
    basicInsurance: { status: 'active' },
  },
  encounter: {
    id: 'MDTRT1',
    setting: 'inpatient',
    admittedAt: '2023-07-01T09:00:00+08:00',
    dischargedAt: '2023-07-11T10:00:00+08:00',
    diagnoses: [{ code: 'C34.900', principal: true }],
  },
  charges: {
    total: '182340.55',
    fullySelfPaid: '21000.00',
    overLimit: '800.00',
    firstSelfPay: '9540.55',
    inScope: '151000.00',
  },
  payments: [{ fund: 'basic-pooling', amount: '110000.00' }],
  personal: '72340.55',
};

export const DECISION: DecisionDocument = {
  decisionId: 'D1',
  settlementId: 'SETL202307110001',
  hospitalId: 'H1',
  kind: 'settlement',
  outcome: 'paid',
  reason: null,
  decidedAt: '2023-07-11T10:00:00+08:00',
  businessDate: '2023-07-11',
  attempt: 1,
  insurerPaid: '10234.11',
  memberBenefit: '0.00',
  patientPays: '62106.44',
  cashDue: '62106.44',
  refundDue: '0.00',
  schemes: [
    {
      scheme: 'jiangxi-weihuibao-2023',
      schemeDigest: 'sha256:0',
      policyNo: 'P1',
      status: 'paid',
      reason: null,
      insurerPaid: '10234.11',
      memberBenefit: '0.00',
      benefits: [],
      insurers: [{ insurer: 'INS-JX', amount: '10234.11' }],
    },
  ],
  explanation: [],
  adjustments: [],
  reversal: null,
  acknowledgedAt: null,
};

export const BILLED: BilledSettlement = {
  bill: {
    total: '182340.55',
    payments: [{ fund: 'basic-pooling', amount: '110000.00' }],
    hospitalBorne: '0.00',
    personal: '72340.55',
    accountPaid: '0.00',
    otherCompensation: [],
  },
  decision: DECISION,
  attempts: [{ attempt: 1, decisionId: 'D1', businessDate: '2023-07-11', status: 'live', paid: true }],
  replaces: null,
};

export const REVERSAL: ReversalDocument = {
  kind: 'reversal',
  settlementId: 'SETL202307110001',
  hospitalId: 'H1',
  attempt: 1,
  decisionId: 'D1',
  reversalId: 'R1',
  reason: '退费',
  reversedAt: '2023-07-11T11:00:00+08:00',
  businessDate: '2023-07-11',
  insurerPaid: '-10234.11',
  memberBenefit: '0.00',
  already: false,
};

export const ACKNOWLEDGEMENT: AcknowledgementDocument = {
  settlementId: 'SETL202307110001',
  attempt: 1,
  decisionId: 'D1',
  insurerPaid: '10234.11',
  acknowledgedAt: '2023-07-11T10:01:00+08:00',
  already: false,
};

const NONE = { count: 0, insurerPaid: '0.00', memberBenefit: '0.00' };
export const STATEMENT: StatementDocument = {
  hospitalId: 'H1',
  date: '2023-07-11',
  records: [],
  totals: { settlements: NONE, reversals: NONE, net: NONE },
};

export const ELIGIBILITY: EligibilityDocument = { date: '2023-07-01', setting: 'inpatient', schemes: [] };

export const INQUIRY = { idType: '01', idNumber: ID_NUMBER, name: NAME, date: '2023-07-01', setting: 'inpatient' };

export const notFound = () =>
  new Refusal('SETTLEMENT_NOT_FOUND', { detail: '没有这笔结算', detailEn: 'There is no such settlement' });

const CSV = 'seq,recordType\n1,SETTLE\n';
export const FILE = {
  text: CSV,
  bytes: CSV.length,
  sha256: createHash('sha256').update(CSV).digest('hex'),
};

export const MANIFEST: SignedManifest = {
  gateway: 'yizhan',
  scheme: 'jiangxi-weihuibao-2023',
  date: '2023-07-11',
  bytes: FILE.bytes,
  sha256: FILE.sha256,
  totals: { count: 1, insurerPaid: '10234.11', memberBenefit: '0.00' },
  recordTypes: { SETTLE: { count: 1, insurerPaid: '10234.11', memberBenefit: '0.00' } },
  hospitals: [{ hospitalId: 'H1', count: 1, insurerPaid: '10234.11', memberBenefit: '0.00' }],
  insurers: [{ insurer: 'INS-JX', count: 1, amount: '10234.11' }],
  journalRoot: '0'.repeat(64),
  previousManifest: null,
  signature: 'e30..AA',
};

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  for (const character of text) yield Buffer.from(character);
}

export const STATED = {
  benefit: 'in-catalog-inpatient',
  base: '50000.00',
  deductibleApplied: '15000.00',
  eligible: '35000.00',
  table: 'standard',
  paid: '10500.00',
};
const stated = { benefits: [STATED], encounterId: 'MDTRT1', itemGroups: [], outOfPocket: '0.00' };

/** A review that waits: all of the scheme's part of a decision. */
export const FAKE_REVIEW: OpenReview = {
  review: {
    decisionId: 'D1',
    hospitalId: 'H1',
    settlementId: 'SETL202307110001',
    attempt: 1,
    policyNo: 'P1',
    decidedAt: '2023-07-11T10:00:00+08:00',
    businessDate: '2023-07-11',
    status: 'pended',
    reason: 'NEW_RESIDENT_DOCUMENTS',
    benefits: [],
    total: '182340.55',
    personal: '72340.55',
    paid: '0.00',
    left: '72340.55',
    pots: { inCatalog: '50540.55', outOfCatalog: '21800.00' },
  },
  benefits: [
    {
      benefit: 'in-catalog-inpatient',
      name: { zh: '目录内住院', en: 'In-catalog inpatient' },
      lumpSum: false,
      tables: ['preexisting', 'standard'],
      pots: ['in-catalog'],
    },
    { benefit: 'lump', name: { zh: '一次性给付', en: 'Lump sum' }, lumpSum: true, tables: [], pots: [] },
  ],
  itemGroups: true,
  outOfPocket: true,
};

function fakeReviews() {
  const scheme = 'jiangxi-weihuibao-2023';
  const resolution = {
    ...stated,
    decisionId: 'D1',
    scheme,
    policyNo: 'P1',
    memberBenefit: '10500.00',
    businessDate: '2023-07-12',
    resolvedAt: '2023-07-12T09:00:00+08:00',
    resolvedBy: 'INS-JX',
    insurers: [{ insurer: 'INS-JX', amount: '10500.00' }],
    already: false,
  };
  const claim = {
    ...stated,
    claimNo: 'C1',
    scheme,
    policyNo: 'P1',
    settledOn: '2023-07-01',
    businessDate: '2023-07-12',
    bookedAt: '2023-07-12T09:00:00+08:00',
    bookedBy: 'INS-JX',
    hospitalId: null,
    cancellation: null,
    already: false,
  };
  const cancellation = {
    businessDate: '2023-07-13',
    cancelledAt: '2023-07-13T09:00:00+08:00',
    cancelledBy: 'INS-JX',
  };
  const detail: DecisionDetailDocument = {
    decisionId: 'D1',
    settlementId: 'SETL202307110001',
    hospitalId: 'H1',
    attempt: 1,
    standing: 'live',
    decidedAt: '2023-07-11T10:00:00+08:00',
    businessDate: '2023-07-11',
    claim: {},
    hospital: {},
    earlierSchemesPaid: '0.00',
    schemes: DECISION.schemes,
    explanation: [],
    adjustments: [],
    resolutions: [],
    reversal: null,
    acknowledgedAt: null,
    terms: [],
    amendment: null,
    journal: { seq: 1, memberSeq: 1, previous: '0', hash: '1' },
  };
  return {
    pended: vi.fn<Gateway['reviews']['pended']>(async () => ({ scheme, pended: [], next: null })),
    of: vi.fn<Gateway['reviews']['of']>(async () => ({ decisionId: 'D1', open: [FAKE_REVIEW], resolved: [] })),
    preview: vi.fn<Gateway['reviews']['preview']>(async () => ({ created: true, resolution })),
    resolve: vi.fn<Gateway['reviews']['resolve']>(async () => ({ created: true, resolution })),
    external: vi.fn<Gateway['reviews']['external']>(async () => ({ created: true, claim })),
    cancelExternal: vi.fn<Gateway['reviews']['cancelExternal']>(async () => ({
      created: true,
      claim: { ...claim, cancellation },
    })),
    permitReversal: vi.fn<Gateway['reviews']['permitReversal']>(async () => ({
      created: true,
      permission: { decisionId: 'D1', scheme, permittedAt: '2023-07-11T10:00:00+08:00', already: false },
    })),
    detail: vi.fn<Gateway['reviews']['detail']>(async () => detail),
  };
}

const nobody = () => {
  throw new Error('nobody is signed in');
};
/** A console that nobody signs in to. */
const NOBODY: Gateway['console']['sessions'] = {
  signIn: nobody,
  find: async () => undefined,
  latest: nobody,
  list: nobody,
  close: nobody,
  closeAll: nobody,
  changePassword: nobody,
  changeTotp: nobody,
  offerTotp: nobody,
  offeredTotp: nobody,
};
const NO_ACCOUNTS: Gateway['console']['accounts'] = { list: nobody, disable: nobody, reset: nobody };
const NO_SCHEMES: Gateway['console']['schemes'] = {
  list: () => [],
  get: () => undefined,
  cases: nobody,
  run: nobody,
  inForce: { facts: () => ({}), lists: () => new Map() },
};
const NO_OPERATOR: Gateway['console']['operator'] = {
  store: 'sqlite',
  parties: () => [],
  sharesProblem: () => undefined,
  listVersions: nobody,
  factHistory: nobody,
  lastSealed: nobody,
};

/** The services of a gateway, played: each answers what it should, and tests can make them answer something else. */
export function fakeServices() {
  const created = new Set<string>();
  const firstTime = (key: string): boolean => {
    const fresh = !created.has(key);
    created.add(key);
    return fresh;
  };
  const settlement: Gateway['settlement'] = {
    quote: async () => ({ ...DECISION, kind: 'quote' }),
    settle: async (_hospital, claim) => ({ created: firstTime(claim.settlementId), decision: DECISION }),
    query: async () => DECISION,
    billed: async () => BILLED,
    reverse: async (_hospital, id) => ({ created: firstTime(`R ${id}`), reversal: REVERSAL }),
    acknowledge: async () => ACKNOWLEDGEMENT,
    statement: async () => STATEMENT,
    eligibility: async () => ELIGIBILITY,
  };
  for (const name of Object.keys(settlement) as (keyof typeof settlement)[]) vi.spyOn(settlement, name);
  const enrollments = {
    files: [] as string[],
    import: vi.fn<Gateway['enrollments']['import']>(async (_scheme, source) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source) chunks.push(chunk);
      enrollments.files.push(Buffer.concat(chunks).toString('utf8'));
      return { accepted: 2, unchanged: 0, rejected: [], rejectedTotal: 0 };
    }),
  };
  const keysOfOne = async (): Promise<PartyKeys> => PARTY_KEYS;
  const parties = {
    import: vi.fn<Gateway['parties']['import']>(async () => ({ added: 1, changed: 0, unchanged: 0 })),
    keys: vi.fn<Gateway['parties']['keys']>(keysOfOne),
    addKeys: vi.fn<Gateway['parties']['addKeys']>(keysOfOne),
    revokeKey: vi.fn<Gateway['parties']['revokeKey']>(keysOfOne),
    suspend: vi.fn<Gateway['parties']['suspend']>(keysOfOne),
    resume: vi.fn<Gateway['parties']['resume']>(keysOfOne),
  };
  const audit = { page: vi.fn<Gateway['audit']['page']>(async () => ({ changes: [], next: null })) };
  const dailyFiles = {
    list: vi.fn<Gateway['dailyFiles']['list']>(async (scheme) => ({ scheme, days: [] })),
    manifest: vi.fn<Gateway['dailyFiles']['manifest']>(async () => MANIFEST),
    file: vi.fn<Gateway['dailyFiles']['file']>(async () => ({ ...FILE, chunks: chunksOf(FILE.text) })),
  };
  const reconciliations = {
    files: [] as string[],
    reconcile: vi.fn<Gateway['reconciliations']['reconcile']>(async ({ source }) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source) chunks.push(chunk);
      reconciliations.files.push(Buffer.concat(chunks).toString('utf8'));
      return FAKE_REPORT;
    }),
    list: vi.fn<Gateway['reconciliations']['list']>(async () => ({ reconciliations: [] })),
    report: vi.fn<Gateway['reconciliations']['report']>(async () => FAKE_REPORT),
    csv: vi.fn<Gateway['reconciliations']['csv']>(async () => 'kind\nAMOUNT\n'),
  };
  const clearing = {
    ofScheme: vi.fn<Gateway['clearing']['ofScheme']>(async () => FAKE_SCHEME_CLEARING),
    ofHospital: vi.fn<Gateway['clearing']['ofHospital']>(async () => FAKE_HOSPITAL_CLEARING),
  };
  const experience = { of: vi.fn<Gateway['experience']['of']>(async () => FAKE_EXPERIENCE) };
  const his = {
    adapter: (name: string) => ADAPTERS.find((one) => one.name === name),
    signing: (id: string) => ({ id, centreFunds: {} }),
    execute: vi.fn<Gateway['his']['execute']>(async () => ({
      outcome: { kind: 'sign-in', signNo: '680003' },
      created: false,
    })),
  };
  return {
    settlement,
    enrollments,
    parties,
    audit,
    dailyFiles,
    reconciliations,
    clearing,
    experience,
    his,
    reviews: fakeReviews(),
    console: {
      sessions: NOBODY,
      accounts: NO_ACCOUNTS,
      schemes: NO_SCHEMES,
      operator: NO_OPERATOR,
      schemeName: () => undefined,
      benefitName: () => undefined,
      rules: () => undefined,
    },
  };
}
