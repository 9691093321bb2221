import { daysBetween } from '../../time/calendar.ts';
import { isRegion } from '../region.ts';
import { type Check, conditionsOf, type Path, walk } from './walk.ts';

/** Words of `admitted` and `discharged` that lie after the period. */
const AFTER = ['after-period', 'within-period', 'within-tail'] as const;
const TAIL_WORDS = ['within-tail', 'after-tail'] as const;

/** Regions and periods that can be. */
export const checkPlaceAndTime: Check = (rules, report) => {
  const { area, coverage, enrollment, region } = rules;
  checkRegions(rules, report);
  if (area.local === 'insured-region') {
    if (area.digits === undefined) {
      report(
        ['area'],
        'AREA',
        '按参保地判断本地时须写 digits（比较几位）',
        'with `local: insured-region`, say how many `digits` count',
      );
    }
    for (const [from, to] of Object.entries(area.sameAs)) {
      const fits = [from, to].every((code) => code.length === area.digits && code.startsWith(region));
      if (!fits) {
        report(
          ['area', 'sameAs', from],
          'AREA',
          `“${from}: ${to}”须为本方案地区内、与 digits 等长的代码`,
          `"${from}: ${to}" must be codes of this scheme's region, as long as \`digits\` says`,
        );
      }
    }
  } else if (area.digits !== undefined || Object.keys(area.sameAs).length > 0) {
    report(
      ['area'],
      'AREA',
      'digits 与 sameAs 只用于 local: insured-region',
      '`digits` and `sameAs` go with `local: insured-region` only',
    );
  }
  if ('from' in coverage && coverage.from > coverage.to) {
    report(['coverage', 'to'], 'PERIOD', '保险期间的起日晚于止日', 'the coverage begins after it ends');
  }
  if (enrollment !== undefined && enrollment.from > enrollment.to) {
    report(['enrollment', 'to'], 'PERIOD', '参保时间的起日晚于止日', 'the enrollment begins after it ends');
  }
  checkWaiting(rules, report);
  if ('tailDays' in coverage && coverage.tailDays > 0) {
    checkBeginsAfter(rules, report);
    return;
  }
  for (const { path, condition } of conditionsOf(rules)) {
    for (const key of ['admitted', 'discharged'] as const) {
      if (!TAIL_WORDS.some((word) => condition[key]?.includes(word) === true)) continue;
      report(
        [...path, key],
        'NO_TAIL',
        '方案没有 tailDays（期满后延续天数）：请写 after-period 或补 tailDays',
        'the scheme has no `tailDays`: write `after-period`, or give the days',
      );
    }
  }
};

/** The scheme's own region, and those that conditions name. */
const checkRegions: Check = (rules, report) => {
  const named = [...conditionsOf(rules)].flatMap(({ path, condition }) =>
    (condition.hospital?.region ?? []).map((code, index) => ({ path: [...path, 'hospital', 'region', index], code })),
  );
  for (const { path, code } of [{ path: ['region'], code: rules.region }, ...named]) {
    if (isRegion(code)) continue;
    report(
      path,
      'REGION',
      `“${code}”不是省（2 位）、市（4 位）或县（6 位）的区划代码`,
      `"${code}" is not the code of a province (2 digits), city (4) or county (6)`,
    );
  }
};

/** Days after the end let a stay end later, not begin later; without a gate, who is admitted in those days would be paid. */
const checkBeginsAfter: Check = ({ gates }, report) => {
  const asked = gates.some((gate) =>
    [...walk(gate)].some(
      ({ path, value }) =>
        path.at(-1) === 'admitted' && Array.isArray(value) && AFTER.some((period) => value.includes(period)),
    ),
  );
  if (asked) return;
  report(
    ['coverage', 'tailDays'],
    'NO_TAIL_GATE',
    '期满后才入院的也会受理：请加一道门 when: {admitted: after-period}',
    'stays that begin after the end would be taken too: add a gate `when: {admitted: after-period}`',
  );
};

/** A waiting period is shorter than the cover. */
const checkWaiting: Check = (rules, report) => {
  const { coverage } = rules;
  const days = 'from' in coverage ? daysBetween(coverage.from, coverage.to) + 1 : coverage.months * 31;
  for (const { path, condition } of conditionsOf(rules)) {
    const asked: [Path, number | undefined][] = [
      [['withinFirstDays'], condition.withinFirstDays],
      [['principalDiagnosis', 'confirmedAfterDays'], condition.principalDiagnosis?.confirmedAfterDays],
      [['diagnosis', 'confirmedAfterDays'], condition.diagnosis?.confirmedAfterDays],
    ];
    for (const [at, waiting] of asked) {
      if (waiting === undefined || waiting < days) continue;
      report(
        [...path, ...at],
        'PERIOD',
        `等待期 ${waiting} 天不短于保障期（${days} 天）`,
        `a waiting period of ${waiting} days is not shorter than the cover (${days} days)`,
      );
    }
  }
};
