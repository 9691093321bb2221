import { describe, expect, test } from 'vitest';
import { fakeGateway, refusal, send } from './fixtures.ts';
import { SAMPLES } from './samples.ts';
import { ELIGIBILITY, INQUIRY, STATEMENT } from './services.ts';

const { eligibility, statement } = SAMPLES;

describe('eligibility', () => {
  test('is answered', async () => {
    const fixture = fakeGateway();
    expect(await send(fixture, eligibility)).toMatchObject({ status: 200, json: ELIGIBILITY });
    expect(fixture.services.settlement.eligibility).toHaveBeenCalledWith('H1', INQUIRY);
  });

  test.each([
    ['no name', { name: undefined }],
    ['health data', { diagnoses: [] }],
    ['a day that does not exist', { date: '2023-02-30' }],
  ])('%s is refused', async (_name, change) => {
    const body = JSON.stringify({ ...INQUIRY, ...change });
    expect(refusal(await send(fakeGateway(), { ...eligibility, body }))).toBe('400 INVALID_BODY');
  });
});

describe('a statement', () => {
  test('is answered', async () => {
    const fixture = fakeGateway();
    expect(await send(fixture, statement)).toMatchObject({ status: 200, json: STATEMENT });
    expect(fixture.services.settlement.statement).toHaveBeenCalledWith('H1', '2023-07-11');
  });

  test.each(['2023-02-30', '20230711', 'today'])('of %s is refused', async (date) => {
    const path = `/v1/statements/${date}`;
    expect(refusal(await send(fakeGateway(), { ...statement, path }))).toBe('400 INVALID_PARAMETER');
  });
});
