import { describe, type Mock } from 'vitest';
import type { Fixture } from './fixtures.ts';
import { SAMPLES } from './samples.ts';
import { securityCases } from './security.ts';

/** Whether any service was asked anything. */
function anyServiceAsked({ services }: Fixture): boolean {
  const { settlement, enrollments, parties, audit, dailyFiles, reviews, reconciliations, clearing, experience, his } =
    services;
  const { files: _received, ...reconciling } = reconciliations;
  const asked = [
    ...Object.values(settlement),
    enrollments.import,
    ...Object.values(parties),
    audit.page,
    ...Object.values(dailyFiles),
    ...Object.values(reviews),
    ...Object.values(reconciling),
    ...Object.values(clearing),
    ...Object.values(experience),
    his.execute,
  ];
  return asked.some((service) => (service as Mock).mock.calls.length > 0);
}

describe.each(Object.entries(SAMPLES))('%s', (_name, sample) => securityCases(sample, anyServiceAsked));
