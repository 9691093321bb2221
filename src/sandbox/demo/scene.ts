import { claimOf, type Discharge } from './claims.ts';
import type { Expected, HospitalName } from './stage.ts';
import type { Step } from './step.ts';

/** One patient who leaves the hospital, and what must come out, worked by hand from the notices. */
export interface Scene {
  readonly zh: string;
  readonly en: string;
  readonly hospital: HospitalName;
  readonly discharge: Discharge;
  readonly expected: Expected;
}

export const PNEUMONIA = { code: 'J18.900', name: '肺炎' };
export const LUNG_CANCER = { code: 'C34.900', name: '肺恶性肿瘤' };
export const DIABETES = { code: 'E11.200', name: '2型糖尿病伴肾并发症' };

/** The scene as a step of the demo. */
export function played({ zh, en, hospital, discharge, expected }: Scene): Step {
  return {
    zh,
    en,
    run: async (stage) => {
      await stage.discharge(hospital, claimOf(discharge), expected);
    },
  };
}
