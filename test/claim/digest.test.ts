import { describe, expect, it } from 'vitest';
import { type ClaimInput, claimSchema } from '../../src/claim/claim.ts';
import { canonicalJson, claimDigest } from '../../src/claim/digest.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import { burden, claimInput, NOW, stories } from '../support/claims.ts';
import { fc, tries } from '../support/properties.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests bend bodies
type Body = any;

const digest = (value: unknown) => claimDigest(parseClaim(value, NOW));

/** The same content in another order of keys, at every depth. */
function shuffled(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return value.map((one) => shuffled(one, turn));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const cut = turn % entries.length;
  return Object.fromEntries(
    [...entries.slice(cut), ...entries.slice(0, cut)].reverse().map(([key, member]) => [key, shuffled(member, turn)]),
  );
}

/** The places of all amounts in a body. */
function amounts(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value === 'string') return /^\d+\.\d{2}$/.test(value) ? [path] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) =>
    amounts(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function change(body: Body, path: readonly (string | number)[], to: (old: Body) => unknown): Body {
  const copy = structuredClone(body);
  const last = path.at(-1) as string | number;
  const parent = path.slice(0, -1).reduce((one, key) => one[key], copy);
  parent[last] = to(parent[last]);
  return copy;
}

describe('the same content', () => {
  it('is the same in whatever order keys and lines stand, with whatever names and extensions', () => {
    fc.assert(
      fc.property(stories({ year: '2024' }), fc.nat(20), fc.nat(7), (story, turn, lineTurn) => {
        const input = claimInput(story);
        const other = shuffled(input, turn) as Body;
        if (other.lines !== undefined) {
          const cut = lineTurn % other.lines.length;
          other.lines = [...other.lines.slice(cut), ...other.lines.slice(0, cut)].reverse();
          for (const line of other.lines) {
            line.name = `项目 ${turn}`;
            line.itemGroup ??= line.code;
            line.tags = [...(line.tags ?? [])].reverse();
          }
        }
        other.patient.name = '另一个名字';
        for (const diagnosis of other.encounter.diagnoses) diagnosis.name = '诊断';
        other.extensions = { sentAt: turn };
        expect(digest(other)).toBe(digest(input));
      }),
      tries(150),
    );
  });

  it('is the same whether an amount is written 1, 1.0, "1" or "1.00"', () => {
    const bodies = [100, 100.0, '100', '100.0', '100.00'].map((hundred) =>
      change(claimInput({ costs: burden(1_000_000), accountPaid: 10_000 }), ['accountPaid'], () => hundred),
    );
    expect(new Set(bodies.map(digest)).size).toBe(1);
    fc.assert(
      fc.property(stories({ year: '2024' }), (story) => {
        const input = claimInput(story);
        const numbers = amounts(input).reduce((body, path) => change(body, path, Number), input as Body);
        expect(digest(numbers)).toBe(digest(input));
      }),
      tries(50),
    );
  });

  it('is the same with defaults written out, instants in another zone, and the id number in another spelling', () => {
    const input = claimInput({ costs: burden(1_000_000) }) as Body;
    const other = structuredClone(input);
    Object.assign(other, { hospitalBorne: '0', attempt: 7, invoice: null, consent: null });
    Object.assign(other.encounter, {
      ward: 'ordinary',
      cause: 'illness',
      referral: 'unknown',
      interim: false,
      procedures: [],
      billedFrom: null,
      admittedAt: '2024-03-01T01:00:00.000Z',
    });
    Object.assign(other.encounter.diagnoses[0], { firstConfirmedOn: null, severe: null });
    other.patient.idNumber = ` ${other.patient.idNumber.toLowerCase()}`;
    delete other.replaces;
    expect(digest(other)).toBe(digest(input));
  });
});

describe('other content', () => {
  it('is any change of money, by a single fen', () => {
    fc.assert(
      fc.property(stories({ year: '2024' }), fc.nat(), (story, pick) => {
        const input = claimInput(story) as ClaimInput;
        const paths = amounts(input);
        const path = paths[pick % paths.length] ?? [];
        const claim = parseClaim(input, NOW);
        // Parsed again without the checks: one figure alone makes no claim that adds up.
        const moved = parseFigures(change(input, path, (old: string) => (Number(old) + 0.01).toFixed(2)));
        expect(claimDigest({ ...claim, ...moved })).not.toBe(claimDigest(claim));
      }),
      tries(150),
    );
  });

  const input = claimInput({
    costs: burden(1_000_000, 200_000),
    otherCompensation: [{ kind: 'charity', amount: '10.00' }],
  });
  it.each<[string, (body: Body) => void]>([
    ['another document number', (one) => (one.patient.idNumber = '11010519491231003X'.replace('3X', '38'))],
    ['another document type', (one) => (one.patient.idType = '03')],
    ['a newborn', (one) => (one.patient.newborn = true)],
    ['another region', (one) => (one.patient.insuredRegion = '360103')],
    ['another status of basic insurance', (one) => (one.patient.basicInsurance.status = 'suspended')],
    ['another basic settlement', (one) => (one.patient.basicInsurance.settlementId = 'other')],
    ['another encounter', (one) => (one.encounter.id = 'other')],
    ['another setting', (one) => (one.encounter.setting = 'outpatient')],
    ['another ward', (one) => (one.encounter.ward = 'special')],
    ['another cause', (one) => (one.encounter.cause = 'accident')],
    ['another referral', (one) => (one.encounter.referral = 'filed')],
    ['another admission', (one) => (one.encounter.admittedAt = '2024-03-01T09:00:01+08:00')],
    ['another discharge', (one) => (one.encounter.dischargedAt = '2024-03-11T10:00:01+08:00')],
    ['another beginning of the bill', (one) => (one.encounter.billedFrom = '2024-03-01T09:00:00+08:00')],
    [
      'an interim settlement',
      (one) => Object.assign(one.encounter, { interim: true, billedThrough: one.encounter.dischargedAt }),
    ],
    ['another diagnosis', (one) => (one.encounter.diagnoses[0].code = 'S72.1')],
    ['another day of its confirmation', (one) => (one.encounter.diagnoses[0].firstConfirmedOn = '2024-03-02')],
    ['another severity', (one) => (one.encounter.diagnoses[0].severe = false)],
    ['a procedure', (one) => (one.encounter.procedures = [{ code: '32.41' }])],
    ['another code of a line', (one) => (one.lines[0].code = 'OTHER')],
    ['another category of a line', (one) => (one.lines[0].category = 'bed')],
    ['another group of a line', (one) => (one.lines[0].itemGroup = 'G')],
    ['a tag', (one) => (one.lines[0].tags = ['meals'])],
    ['another number of a line', (one) => (one.lines[0].no = 9)],
    ['no lines', (one) => delete one.lines],
    ['what it replaces', (one) => (one.replaces = 'S-0')],
    ['another settlement id', (one) => (one.settlementId = 'S-2')],
    ['another kind of compensation', (one) => (one.otherCompensation[0].kind = 'relief')],
    ['another pot of it', (one) => (one.otherCompensation[0].pot = 'in-catalog')],
    ['another receiver of it', (one) => (one.otherCompensation[0].paidTo = 'hospital')],
  ])('is %s', (_name, bend) => {
    const other = structuredClone(input);
    bend(other);
    expect(digest(other)).not.toBe(digest(input));
  });
});

/** The members of a claim that hold money, read without the checks. */
function parseFigures(body: Body) {
  const whole = structuredClone(body);
  const claim = claimSchema.parse(whole);
  const { charges, payments, hospitalBorne, personal, accountPaid, lines, otherCompensation } = claim;
  const figures = { charges, payments, hospitalBorne, personal, accountPaid, otherCompensation };
  return lines === undefined ? figures : { ...figures, lines };
}

describe('canonical JSON', () => {
  it('is one text for one content', () => {
    expect(canonicalJson({ b: 1, a: [{ d: undefined, c: null }] })).toBe('{"a":[{"c":null}],"b":1}');
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"d":2,"c":3}}'))).toBe('{"__proto__":{"c":3,"d":2},"b":1}');
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(9), (value, turn) => {
        expect(canonicalJson(shuffled(value, turn))).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
      tries(200),
    );
  });
});

describe('payments', () => {
  const paid = (payments: unknown) => digest({ ...claimInput({ costs: burden(1_000_000), funds: 3_000 }), payments });
  const one = paid([
    { fund: 'basic-pooling', amount: '20.00' },
    { fund: 'big-illness', amount: '10.00' },
  ]);

  it('count by fund: their order, their rows and funds that paid nothing do not', () => {
    const rows = [
      { fund: 'big-illness', amount: '10.00' },
      { fund: 'medical-assistance', amount: '0.00' },
      { fund: 'basic-pooling', amount: '15.00' },
      { fund: 'basic-pooling', amount: '5.00' },
    ];
    expect(paid(rows)).toBe(one);
  });

  it('of other funds are other content', () => {
    const rows = [
      { fund: 'basic-pooling', amount: '10.00' },
      { fund: 'big-illness', amount: '20.00' },
    ];
    expect(paid(rows)).not.toBe(one);
  });
});
