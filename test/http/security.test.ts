import { describe, type Mock } from 'vitest';
import type { Fixture } from './fixtures.ts';
import { SAMPLES } from './samples.ts';
import { securityCases } from './security.ts';

/** Whether any service was asked anything. */
function anyServiceAsked({ services }: Fixture): boolean {
  const { settlement, enrollments, parties, dailyFiles, reviews } = services;
  const asked = [
    ...Object.values(settlement),
    enrollments.import,
    parties.import,
    ...Object.values(dailyFiles),
    ...Object.values(reviews),
  ];
  return asked.some((service) => (service as Mock).mock.calls.length > 0);
}

describe.each(Object.entries(SAMPLES))('%s', (_name, sample) => securityCases(sample, anyServiceAsked));
