import { isResidentId } from '../claim/identity.ts';

/** A person of the sandbox with the policies they hold. */
export interface SandboxMember {
  readonly name: string;
  readonly idNumber: string;
  readonly insuredRegion: string;
  /** Roster rows by scheme. */
  readonly policies: Readonly<Record<string, SandboxPolicy>>;
}

/** What a roster row says beside the person. Dates only where the scheme has no fixed period. */
export interface SandboxPolicy {
  readonly cohorts?: readonly string[];
  readonly preexisting?: readonly string[];
  readonly priorYears?: number;
  readonly claimFreeYears?: number;
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
}

/** A region and a birthday that no resident has, so that no sandbox number is anybody's. */
const NOBODY = '99999918000101';

/** A resident id number of nobody with a right check character. */
function idNumber(serial: number): string {
  const body = `${NOBODY}${String(serial).padStart(3, '0')}`;
  const found = [...'0123456789X'].map((check) => body + check).find(isResidentId);
  if (found === undefined) throw new Error('unreachable: one of the check characters is right');
  return found;
}

const NANTONGBAO_2022 = { effectiveFrom: '2022-01-01', effectiveTo: '2022-12-31' };

type Row = readonly [name: string, insuredRegion: string, policies: SandboxMember['policies']];

const jiangxi = (name: string, policy: SandboxPolicy = {}): Row => [
  name,
  '360102',
  { 'jiangxi-weihuibao-2023': policy },
];
const nantong = (name: string, policy: SandboxPolicy = {}): Row => [
  name,
  '320602',
  { 'nantong-nantongbao-2021': { ...NANTONGBAO_2022, ...policy } },
];
const sanming = (name: string, policy: SandboxPolicy = {}): Row => [
  name,
  '350402',
  { 'sanming-yilianbao-2024': policy },
];
const wenshan = (name: string, policy: SandboxPolicy = {}): Row => [
  name,
  '532601',
  { 'wenshan-huiminbao-2023': policy },
];

/** In the order of their id numbers, which may not change: somebody's tests hold them. Add new ones at the end. */
const ROWS: readonly Row[] = [
  jiangxi('测试甲'),
  jiangxi('测试乙', { priorYears: 1, claimFreeYears: 1 }),
  jiangxi('测试丙', { preexisting: ['malignancy'] }),
  jiangxi('测试丁'),
  jiangxi('测试戊'),
  jiangxi('测试己', { cohorts: ['new-resident'] }),
  [
    '测试庚',
    '320602',
    { 'nantong-nantongbao-2021': NANTONGBAO_2022, 'nantong-dibubao-2022': { cohorts: ['low-income'] } },
  ],
  nantong('测试辛'),
  nantong('测试壬', { priorYears: 5, claimFreeYears: 5 }),
  sanming('测试癸'),
  sanming('测试子', { cohorts: ['assisted'], preexisting: ['diabetes-complicated'] }),
  sanming('测试丑', { preexisting: ['malignancy'] }),
  wenshan('测试寅'),
  wenshan('测试卯', { preexisting: ['malignancy'] }),
];

/** The sandbox's members by name. */
export const MEMBERS: ReadonlyMap<string, SandboxMember> = new Map(
  ROWS.map(([name, insuredRegion, policies], index) => [
    name,
    { name, idNumber: idNumber(index + 1), insuredRegion, policies },
  ]),
);

/** The member of that name. */
export function member(name: string): SandboxMember {
  const found = MEMBERS.get(name);
  if (found === undefined) throw new RangeError(`the sandbox has no member ${name}`);
  return found;
}

const HEADER =
  'policyNo,idType,idNumber,name,insuredRegion,effectiveFrom,effectiveTo,cohorts,preexisting,priorYears,claimFreeYears';

/** The roster of a scheme as an insurer would send it, or `undefined` where no member is in it. */
export function rosterCsv(scheme: string): string | undefined {
  const rows = [...MEMBERS.values()].flatMap((person, index) => {
    const policy = person.policies[scheme];
    return policy === undefined ? [] : [row(scheme, index + 1, person, policy)];
  });
  return rows.length === 0 ? undefined : `${[HEADER, ...rows].join('\n')}\n`;
}

function row(scheme: string, serial: number, person: SandboxMember, policy: SandboxPolicy): string {
  const { effectiveFrom = '', effectiveTo = '', cohorts = [], preexisting = [] } = policy;
  const { priorYears = 0, claimFreeYears = 0 } = policy;
  const policyNo = `SBX-${scheme.split('-')[1]}-${String(serial).padStart(4, '0')}`;
  return [
    policyNo,
    '01',
    person.idNumber,
    person.name,
    person.insuredRegion,
    effectiveFrom,
    effectiveTo,
    cohorts.join(';'),
    preexisting.join(';'),
    priorYears,
    claimFreeYears,
  ].join(',');
}
