import { expect, test } from 'vitest';
import { openApi } from '../../src/http/openapi.ts';
import { type Route, refusalsOf } from '../../src/http/route.ts';
import { ROUTES } from '../../src/http/routes.ts';
import { PROBLEMS } from '../../src/problem/catalogue.ts';
import { fakeGateway, send } from './fixtures.ts';
import { SAMPLES } from './samples.ts';

interface Operation {
  readonly operationId: string;
  readonly security: readonly unknown[];
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly headers: object }>>;
}
interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

async function description(sandbox: boolean): Promise<Description> {
  return (await (await fakeGateway({ sandbox }).app.request('/openapi.json')).json()) as Description;
}

test.each([true, false])('what is described is what is served (sandbox: %s)', async (sandbox) => {
  const { paths } = await description(sandbox);
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = fakeGateway({ sandbox }).app.routes.filter(({ method }) => method !== 'ALL');
  // Pages for people are no interface.
  const patterns = served
    .filter(({ path }) => !path.startsWith('/console'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(described.sort()).toEqual([...new Set(patterns)].sort());
  expect(described.includes('POST /v1/signature-check')).toBe(sandbox);
});

test('a signed route says that it is, and lists what it refuses with', async () => {
  const { paths } = await description(true);
  for (const route of Object.values(ROUTES) as Route[]) {
    const operation = paths[route.path]?.[route.method.toLowerCase()];
    expect(operation?.security.length).toBe(route.caller === 'anyone' ? 0 : 1);
    for (const code of refusalsOf(route)) {
      expect(operation?.responses[PROBLEMS[code].status]?.description).toContain(`${code}: `);
    }
    for (const [status, { headers }] of Object.entries(operation?.responses ?? {})) {
      // A file is known by its digest (contract section 2).
      const file = route.answers[Number(status)] === 'text/csv';
      expect(Object.hasOwn(headers, 'X-JWS-Signature')).toBe(route.caller !== 'anyone' && !file);
      expect(Object.hasOwn(headers, 'Content-Digest')).toBe(file);
    }
  }
});

test('every error code and every schema that is named is there', async () => {
  const { components, paths } = await description(true);
  const problem = components['schemas']?.['Problem'] as { properties: { code: { enum: string[] } } };
  expect(problem.properties.code.enum).toEqual(Object.keys(PROBLEMS));
  const references = [...JSON.stringify({ components, paths }).matchAll(/"\$ref":"([^"]*)"/g)].map(
    ([, to]) => to ?? '',
  );
  expect(references.length).toBeGreaterThan(100);
  for (const to of new Set(references)) {
    const [, kind = '', name = ''] = /^#\/components\/(\w+)\/([\w-]+)$/.exec(to) ?? [];
    expect(components[kind]?.[name], to).toBeDefined();
  }
});

test('every path parameter is described', async () => {
  const { paths } = await description(false);
  const roster = paths['/v1/schemes/{scheme}/enrollments']?.['post'];
  expect(roster?.parameters.map((one) => `${one.in} ${one.name}`)).toEqual(['path scheme', 'query asOf']);
});

test('a base path is where the server is', () => {
  const { servers } = openApi({ version: '1', sandbox: false, publicBasePath: '/yizhan' });
  expect(servers).toEqual([{ url: '/yizhan' }]);
});

test('what is answered is what is described', async () => {
  for (const [name, sample] of Object.entries(SAMPLES)) {
    const { status } = await send(fakeGateway(), sample);
    expect(Object.keys(ROUTES[name as keyof typeof SAMPLES].answers)).toContain(String(status));
  }
});
