import { expect, test } from 'vitest';
import { fakeGateway, refusal, send } from './fixtures.ts';
import { SAMPLES } from './samples.ts';

const { audit } = SAMPLES;
const asked = (query: string) => ({ ...audit, path: `${audit.path}?${query}` });

test('asks for what is in the query', async () => {
  const fixture = fakeGateway();
  const query = 'what=party&subject=H1&since=2026-01-01T00:00:00%2B08:00&after=12&limit=3';
  expect(await send(fixture, asked(query))).toMatchObject({ status: 200, json: { changes: [], next: null } });
  const since = Date.parse('2026-01-01T00:00:00+08:00');
  const expected = { what: 'party', subject: 'H1', since, after: 12, limit: 3 };
  expect(fixture.services.audit.page).toHaveBeenCalledWith(expected);
});

test.each(['what=secret', 'since=yesterday', 'after=x', 'limit=0', 'limit=1001', 'who=me', 'limit=1&limit=2'])(
  'refuses %s',
  async (query) => {
    const fixture = fakeGateway();
    expect(refusal(await send(fixture, asked(query)))).toBe('400 INVALID_PARAMETER');
    expect(fixture.services.audit.page).not.toHaveBeenCalled();
  },
);
