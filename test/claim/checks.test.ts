import { describe, expect, it } from 'vitest';
import { parseClaim } from '../../src/claim/parse.ts';
import { Refusal } from '../../src/problem/refusal.ts';
import { formatInstant } from '../../src/time/calendar.ts';
import { burden, claimInput, NOW, type Story, stories } from '../support/claims.ts';
import { residentId } from '../support/people.ts';
import { fc, tries } from '../support/properties.ts';

const LINE = { category: 'bed', total: '0', inScope: '0', firstSelfPay: '0', fullySelfPaid: '0', overLimit: '0' };

/** A claim body that a test may bend in any way. */
// biome-ignore lint/suspicious/noExplicitAny: a body is anything until it is checked
type Body = any;

function body(change: (claim: Body) => void = () => {}, story: Partial<Story> = {}): Body {
  const claim = structuredClone(claimInput({ costs: burden(3_000_000, 1_000_000), funds: 500_000, ...story })) as Body;
  change(claim);
  return claim;
}

function refusal(value: unknown, now = NOW): Refusal {
  try {
    parseClaim(value, now);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

/** The problems of a refusal as `pointer CODE`. */
function problems(value: unknown, now = NOW): string[] {
  return (refusal(value, now).detail.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('a claim that is right', () => {
  it('is taken, its defaults filled in', () => {
    const claim = parseClaim(
      body((one) => {
        delete one.attempt;
        delete one.replaces;
        delete one.accountPaid;
        delete one.otherCompensation;
      }),
      NOW,
    );
    expect(claim).toMatchObject({
      attempt: 1,
      replaces: null,
      otherCompensation: [],
      patient: { newborn: false },
      encounter: { ward: 'ordinary', cause: 'illness', referral: 'unknown', interim: false, procedures: [] },
    });
    expect(claim.hospitalBorne.isZero() && claim.accountPaid.isZero()).toBe(true);
    expect(claim.lines?.map(({ itemGroup, tags }) => [itemGroup, tags])).toEqual([
      ['TREAT', []],
      ['EXTRA', []],
    ]);
    expect(parseClaim(body(undefined, { withoutLines: true }), NOW).lines).toBeUndefined();
  });

  it('is any that a random desk sends', () => {
    fc.assert(
      fc.property(stories({ year: '2024' }), (story) => {
        expect(() => parseClaim(claimInput(story), NOW)).not.toThrow();
      }),
      tries(200),
    );
  });

  it('may give amounts as JSON numbers of at most two decimals', () => {
    const claim = parseClaim(
      body((one) => {
        one.charges.total = 40_000;
        one.personal = 35_000.0;
        one.payments[0].amount = 5000;
      }),
      NOW,
    );
    expect(claim.charges.total.toFixed2()).toBe('40000.00');
  });
});

describe('what adds up', () => {
  it.each<[name: string, change: (claim: Body) => void, pointer: string, identity: string, sides: string]>([
    [
      'the total and its parts',
      (one) => {
        one.charges.firstSelfPay = '0.01';
      },
      '/charges/total',
      'total = fullySelfPaid + overLimit + firstSelfPay + inScope',
      '40000.00 ≠ 40000.01',
    ],
    [
      'the total and who pays it',
      (one) => {
        one.personal = '34999.99';
      },
      '/charges/total',
      'total = Σ payments + hospitalBorne + personal',
      '40000.00 ≠ 39999.99',
    ],
    [
      'the total and who pays it, with a part that the hospital bears',
      (one) => {
        one.hospitalBorne = '100.00';
      },
      '/charges/total',
      'total = Σ payments + hospitalBorne + personal',
      '40000.00 ≠ 40100.00',
    ],
    [
      'a line and its parts',
      (one) => {
        one.lines[1].total = '10000.01';
      },
      '/lines/1/total',
      'total = fullySelfPaid + overLimit + firstSelfPay + inScope',
      '10000.01 ≠ 10000.00',
    ],
    ...(['fullySelfPaid', 'overLimit', 'firstSelfPay', 'inScope'] as const).map(
      (figure): [string, (claim: Body) => void, string, string, string] => [
        `${figure} and the lines`,
        (one) => {
          one.lines[0][figure] = String(Number(one.lines[0][figure]) + 0.03);
          one.lines[0].total = '30000.03';
        },
        `/charges/${figure}`,
        `charges.${figure} = Σ lines.${figure}`,
        { fullySelfPaid: '10000.00 ≠ 10000.03', inScope: '30000.00 ≠ 30000.03' }[figure as string] ?? '0.00 ≠ 0.03',
      ],
    ),
  ])('%s: names the identity and both sides, in both languages', (_name, change, pointer, identity, sides) => {
    const found = refusal(body(change));
    expect(found.code).toBe('AMOUNTS_INCONSISTENT');
    expect(found.status).toBe(422);
    const problem = (found.detail.errors ?? []).find((one) => one.pointer === pointer);
    expect(problem).toMatchObject({ pointer, code: 'IDENTITY' });
    const [zh, en] = problem?.message.split(' / ') ?? [];
    expect(zh).toBe(`${identity}：${sides}`);
    expect(en).toBe(`${identity}: ${sides}`);
    expect(found.detail.detail).toMatch(/^金额不平：.+≠/);
    expect(found.detail.detailEn).toMatch(/^The amounts do not add up: .+≠/);
  });

  it('allows the lines a fen each beside the charges, and no more', () => {
    const off = (fen: string) =>
      body((one) => {
        one.lines[0].inScope = fen;
        one.lines[0].total = fen;
      });
    expect(() => parseClaim(off('30000.02'), NOW)).not.toThrow();
    expect(() => parseClaim(off('29999.98'), NOW)).not.toThrow();
    expect(problems(off('30000.03'))).toEqual(['/charges/total IDENTITY', '/charges/inScope IDENTITY']);
    expect(problems(off('29999.97'))).toEqual(['/charges/total IDENTITY', '/charges/inScope IDENTITY']);
  });

  it('leaves no tolerance to the charges themselves', () => {
    fc.assert(
      fc.property(stories({ year: '2024' }), fc.integer({ min: 1, max: 500 }), (story, off) => {
        const claim = structuredClone(claimInput(story)) as Body;
        claim.personal = (Number(claim.personal) + off / 100).toFixed(2);
        expect(refusal(claim).code).toBe('AMOUNTS_INCONSISTENT');
      }),
      tries(100),
    );
  });

  it('names all identities that fail, not the first alone', () => {
    const wrong = body((one) => {
      one.charges.overLimit = '5.00';
      one.personal = '1.00';
      one.lines[0].total = '1.00';
    });
    expect(problems(wrong)).toEqual([
      '/charges/total IDENTITY',
      '/charges/total IDENTITY',
      '/lines/0/total IDENTITY',
      '/charges/total IDENTITY',
      '/charges/overLimit IDENTITY',
    ]);
  });
});

describe('what a field may hold', () => {
  it.each<[name: string, change: (claim: Body) => void, problem: string]>([
    ['an unknown field', (one) => (one.personel = '1'), '/personel UNKNOWN_FIELD'],
    ['an unknown field of the patient', (one) => (one.patient.adress = 'x'), '/patient/adress UNKNOWN_FIELD'],
    ['an unknown field of a line', (one) => (one.lines[1].unit = 'x'), '/lines/1/unit UNKNOWN_FIELD'],
    [
      'an unknown field of a diagnosis',
      (one) => (one.encounter.diagnoses[0].x = 1),
      '/encounter/diagnoses/0/x UNKNOWN_FIELD',
    ],
    ['an unknown field of the charges', (one) => (one.charges.x = '0'), '/charges/x UNKNOWN_FIELD'],
    ['a negative amount', (one) => (one.hospitalBorne = '-0.01'), '/hospitalBorne INVALID_AMOUNT'],
    ['a negative amount of a line', (one) => (one.lines[0].inScope = '-1'), '/lines/0/inScope INVALID_AMOUNT'],
    ['a negative payment', (one) => (one.payments[0].amount = -5), '/payments/0/amount INVALID_AMOUNT'],
    ['three decimals', (one) => (one.personal = '35000.000'), '/personal INVALID_AMOUNT'],
    ['three decimals in a number', (one) => (one.personal = 35_000.001), '/personal INVALID_AMOUNT'],
    ['an exponent', (one) => (one.personal = '3.5e4'), '/personal INVALID_AMOUNT'],
    ['a blank amount', (one) => (one.personal = ''), '/personal INVALID_AMOUNT'],
    ['an amount that is none', (one) => (one.personal = null), '/personal INVALID_VALUE'],
    ['a missing amount', (one) => delete one.personal, '/personal REQUIRED'],
    ['no basic insurance', (one) => delete one.patient.basicInsurance, '/patient/basicInsurance REQUIRED'],
    ['no status of it', (one) => delete one.patient.basicInsurance.status, '/patient/basicInsurance/status REQUIRED'],
    ['an unknown word', (one) => (one.encounter.setting = 'Inpatient'), '/encounter/setting INVALID_VALUE'],
    ['an unknown fund', (one) => (one.payments[0].fund = 'account'), '/payments/0/fund INVALID_VALUE'],
    ['an unknown tag', (one) => (one.lines[0].tags = ['car']), '/lines/0/tags/0 INVALID_VALUE'],
    ['an unknown category', (one) => (one.lines[0].category = 'drug'), '/lines/0/category INVALID_VALUE'],
    [
      'an instant without offset',
      (one) => (one.encounter.admittedAt = '2024-03-01T09:00:00'),
      '/encounter/admittedAt INVALID_VALUE',
    ],
    [
      'a day that does not exist',
      (one) => (one.encounter.diagnoses[0].firstConfirmedOn = '2023-02-29'),
      '/encounter/diagnoses/0/firstConfirmedOn INVALID_VALUE',
    ],
    ['a settlement id with a blank', (one) => (one.settlementId = 'a b'), '/settlementId INVALID_FORMAT'],
    ['a settlement id of 65 characters', (one) => (one.settlementId = 'a'.repeat(65)), '/settlementId INVALID_FORMAT'],
    ['a settlement id that no path can ask for', (one) => (one.settlementId = '..'), '/settlementId INVALID_FORMAT'],
    ['a NUL in an encounter id', (one) => (one.encounter.id = 'E\0'), '/encounter/id INVALID_VALUE'],
    ['half a character in a name', (one) => (one.patient.name = '张\ud800'), '/patient/name INVALID_VALUE'],
    [
      'extensions nested without end',
      (one) => (one.extensions = { a: JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) }),
      '/extensions INVALID_VALUE',
    ],
    ['a settlement id of none', (one) => (one.settlementId = ''), '/settlementId INVALID_FORMAT'],
    ['attempt 0', (one) => (one.attempt = 0), '/attempt TOO_SMALL'],
    ['attempt one and a half', (one) => (one.attempt = 1.5), '/attempt INVALID_TYPE'],
    ['no diagnosis', (one) => (one.encounter.diagnoses = []), '/encounter/diagnoses TOO_SMALL'],
    ['a number where a text is', (one) => (one.patient.name = 5), '/patient/name INVALID_TYPE'],
  ])('%s is refused at its place', (_name, change, problem) => {
    const bad = body(change);
    expect(refusal(bad)).toMatchObject({ code: 'INVALID_BODY', status: 400 });
    expect(problems(bad)).toEqual([problem]);
    expect(refusal(bad).detail.errors?.[0]?.message).toMatch(/[一-鿿].* \/ [ -~]/);
  });

  it('is anything under extensions', () => {
    const claim = body((one) => {
      one.extensions = { hisVersion: 3, nested: { any: ['thing', null] } };
    });
    expect(parseClaim(claim, NOW).extensions).toEqual({ hisVersion: 3, nested: { any: ['thing', null] } });
  });

  it('may be any of 64 characters in a settlement id', () => {
    const id = `Az09._-${'x'.repeat(57)}`;
    expect(
      parseClaim(
        body((one) => (one.settlementId = id)),
        NOW,
      ).settlementId,
    ).toBe(id);
  });

  it('repeats no value in a problem', () => {
    const secret = '11010519491231002Y';
    const bad = body((one) => {
      one.patient.idNumber = secret;
      one.patient.name = '某某某';
    });
    const { detail, message } = refusal(bad);
    expect(JSON.stringify(detail) + message).not.toMatch(/11010519491231002|某某某/);
  });
});

describe('who the patient is', () => {
  it.each([
    ['110105194912310021', 'a wrong check digit'],
    ['11010519491231002', 'seventeen digits'],
    ['1101051949123100022', 'nineteen digits'],
    ['A1010519491231002X', 'a letter within'],
    ['110105491231002', 'the old number of fifteen digits'],
  ])('is refused by %s: %s', (idNumber) => {
    const bad = body((one) => {
      one.patient.idNumber = idNumber;
    });
    expect(problems(bad)).toEqual(['/patient/idNumber ID_NUMBER_INVALID']);
  });

  it('is told by a number in any spelling', () => {
    for (const idNumber of ['11010519491231002x', ' 110105 19491231 002X', '１１０１０５１９４９１２３１００２Ｘ']) {
      expect(
        () =>
          parseClaim(
            body((one) => (one.patient.idNumber = idNumber)),
            NOW,
          ),
        idNumber,
      ).not.toThrow();
    }
  });

  it('is not held against the check digit with another document', () => {
    const passport = body((one) => {
      one.patient.idType = '03';
      one.patient.idNumber = 'E12345678';
    });
    expect(() => parseClaim(passport, NOW)).not.toThrow();
  });

  it('cannot be mistaken by one wrong or two swapped digits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (number, place, more) => {
          const right = residentId(number);
          const digit = (Number(right[place]) + more) % 10;
          const wrong = `${right.slice(0, place)}${digit}${right.slice(place + 1)}`;
          expect(() => parseClaim(body(undefined, { person: number }), NOW)).not.toThrow();
          expect(problems(body((one) => (one.patient.idNumber = wrong)))).toEqual([
            '/patient/idNumber ID_NUMBER_INVALID',
          ]);
        },
      ),
      tries(60),
    );
  });
});

describe('the stay', () => {
  const encounter = (change: Body) => body((one) => Object.assign(one.encounter, change));

  it('has exactly one principal diagnosis', () => {
    const two = [
      { code: 'A01', principal: true },
      { code: 'B01', principal: true },
    ];
    expect(problems(encounter({ diagnoses: two }))).toEqual(['/encounter/diagnoses PRINCIPAL_DIAGNOSIS']);
    expect(problems(encounter({ diagnoses: [{ code: 'A01' }] }))).toEqual(['/encounter/diagnoses PRINCIPAL_DIAGNOSIS']);
  });

  it('does not end before it begins', () => {
    const end = (dischargedAt: string) => encounter({ admittedAt: '2024-03-01T09:00:00+08:00', dischargedAt });
    expect(problems(end('2024-03-01T08:59:59+08:00'))).toEqual(['/encounter/dischargedAt DISCHARGE_BEFORE_ADMISSION']);
    expect(() => parseClaim(end('2024-03-01T09:00:00+08:00'), NOW)).not.toThrow();
    // The same moment, an hour earlier by its own clock.
    expect(() => parseClaim(end('2024-03-01T08:00:00+07:00'), NOW)).not.toThrow();
  });

  it('does not end in the future, but for five minutes of a fast clock', () => {
    const end = (minutes: number, seconds = 0) =>
      encounter({ dischargedAt: formatInstant(NOW + minutes * 60_000 + seconds * 1000) });
    expect(() => parseClaim(end(5), NOW)).not.toThrow();
    expect(problems(end(5, 1))).toEqual(['/encounter/dischargedAt DISCHARGE_IN_FUTURE']);
    expect(refusal(end(6)).detail.errors?.[0]?.message).toBe(
      "出院时间晚于网关时间 2026-01-01T00:00:00+08:00 / discharge is after the gateway's time 2026-01-01T00:00:00+08:00",
    );
  });

  it('has its discharge, or, where it goes on, the end of the billed period', () => {
    expect(problems(encounter({ dischargedAt: undefined }))).toEqual(['/encounter/dischargedAt REQUIRED']);
    expect(problems(encounter({ interim: true }))).toEqual(['/encounter/billedThrough REQUIRED']);
    expect(problems(encounter({ interim: true, dischargedAt: null }))).toEqual(['/encounter/billedThrough REQUIRED']);
    const interim = { interim: true, dischargedAt: null, billedThrough: '2024-03-05T00:00:00+08:00' };
    expect(() => parseClaim(encounter(interim), NOW)).not.toThrow();
    expect(problems(encounter({ ...interim, billedThrough: formatInstant(NOW + 400_000) }))).toEqual([
      '/encounter/billedThrough DISCHARGE_IN_FUTURE',
    ]);
    expect(problems(encounter({ ...interim, billedThrough: '2024-02-28T00:00:00+08:00' }))).toEqual([
      '/encounter/billedThrough DISCHARGE_BEFORE_ADMISSION',
    ]);
  });

  it('is billed within itself', () => {
    const from = (billedFrom: string) => encounter({ billedFrom });
    expect(() => parseClaim(from('2024-03-01T09:00:00+08:00'), NOW)).not.toThrow();
    // Hospitals bill by the day: the day of admission, admitted at nine, counts from midnight.
    expect(() => parseClaim(from('2024-03-01T00:00:00+08:00'), NOW)).not.toThrow();
    expect(problems(from('2024-02-29T23:59:59+08:00'))).toEqual(['/encounter/billedFrom BILLED_PERIOD_OUTSIDE_STAY']);
    expect(problems(from('2024-03-11T10:00:01+08:00'))).toEqual(['/encounter/billedFrom BILLED_PERIOD_OUTSIDE_STAY']);
  });
});

describe('the lines', () => {
  it('are at most 20,000', () => {
    const many = (count: number) =>
      body((one) => {
        const blank = Array.from({ length: count - 2 }, (_, index) => ({ ...LINE, no: index + 3, code: 'X' }));
        one.lines = [...one.lines, ...blank];
      });
    expect(() => parseClaim(many(20_000), NOW)).not.toThrow();
    expect(problems(many(20_001))).toEqual(['/lines TOO_LARGE']);
  });

  it('have each a number of their own', () => {
    const bad = body((one) => {
      one.lines[1].no = 1;
    });
    expect(problems(bad)).toEqual(['/lines/1/no DUPLICATE_LINE']);
    expect(refusal(bad).code).toBe('INVALID_BODY');
  });

  it('are never partial: an empty list is not the same as none', () => {
    const none = body((one) => {
      one.lines = [];
    });
    expect(problems(none)).toContain('/charges/total IDENTITY');
  });
});
