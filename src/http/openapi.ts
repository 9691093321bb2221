import { z } from 'zod';
import { SIGNATURE_HEADER } from '../message/detached.ts';
import { PROBLEMS, type ProblemCode } from '../problem/catalogue.ts';
import type { Gateway } from './gateway.ts';
import { type Route, refusalsOf } from './route.ts';
import { routesFor } from './routes.ts';
import { DOCUMENTS, REQUESTS } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const ref = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });

const SIGNED_REQUEST =
  '分离式 JWS（RFC 7515 附录 F、RFC 7797），对收到的原始正文字节签名 / Detached JWS over the raw body bytes: BASE64URL(protected)..BASE64URL(signature), protected = {"alg","kid","b64":false,"crit":["b64"],"iss":PARTY_ID,"aud":GATEWAY_ID,"iat":SECONDS,"jti":UUID,"htm":METHOD,"htu":PATH_AND_QUERY}';
const SIGNED_ANSWER =
  '网关对应答字节的签名 / The gateway\'s signature over the bytes of the answer: protected = {"alg","kid","b64":false,"crit":["b64"],"iss":GATEWAY_ID,"iat","jti","req":JTI_OF_THE_REQUEST,"status":HTTP_STATUS}; keys at /.well-known/jwks.json';

const FILE_DIGEST =
  '正文的 SHA-256（RFC 9530）；文件正文不另行签名，同一摘要见已签名的清单 / SHA-256 of the body (RFC 9530): a file is not signed itself, the same digest stands in the signed manifest';
/** A file is known by its digest, not by a signature of the answer (contract section 2). */
const FILE_HEADERS: Json = {
  'X-Request-Id': ref('headers', 'X-Request-Id'),
  'Content-Digest': ref('headers', 'Content-Digest'),
};

/** Describes a gateway's interface as OpenAPI 3.1, from the routes it serves and the schemas it reads and answers by. */
export function openApi(gateway: Pick<Gateway, 'version' | 'sandbox' | 'publicBasePath'>): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routesFor(gateway)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: '一站 Yizhan', version: gateway.version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: gateway.publicBasePath === '' ? '/' : gateway.publicBasePath }],
    paths,
    components: {
      schemas: { ...schemas(REQUESTS, 'input'), ...schemas(DOCUMENTS, 'output') },
      securitySchemes: {
        signature: { type: 'apiKey', in: 'header', name: SIGNATURE_HEADER, description: SIGNED_REQUEST },
      },
      headers: {
        [SIGNATURE_HEADER]: { required: true, description: SIGNED_ANSWER, schema: { type: 'string' } },
        'X-Request-Id': { required: true, schema: { type: 'string', format: 'uuid' } },
        'Content-Digest': { required: true, description: FILE_DIGEST, schema: { type: 'string' } },
      },
    },
  };
}

/** What we answer may gain fields: a client that was made from this description must not break then. */
function open({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

/** All of them at once: one that uses another then refers to it. */
function schemas(named: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const made = z.toJSONSchema(registry, {
    io,
    uri,
    unrepresentable: 'any',
    ...(io === 'output' ? { override: open } : {}),
  });
  const entries = Object.entries(made.schemas).map(([name, { $schema: _dialect, $id: _uri, id: _name, ...schema }]) => {
    return [name, schema];
  });
  return Object.fromEntries(entries);
}

function operation(route: Route): Json {
  const signed = route.caller !== 'anyone';
  return {
    operationId: route.id,
    summary: `${route.zh} / ${route.en}`,
    security: signed ? [{ signature: [] }] : [],
    ...(signed ? { 'x-caller': route.caller } : {}),
    parameters: parametersOf(route),
    ...(route.body === undefined ? {} : { requestBody: requestBody(route.body) }),
    responses: { ...answersOf(route), ...problemsOf(route) },
  };
}

function parametersOf({ path, query = {} }: Route): readonly Json[] {
  const schema = { type: 'string' };
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema }));
  const inQuery = Object.entries(query).map(([name, { zh, en }]) => {
    return { name, in: 'query', required: false, description: `${zh} / ${en}`, schema };
  });
  return [...inPath, ...inQuery];
}

function requestBody(body: NonNullable<Route['body']>): Json {
  if (body === 'csv') return { required: true, content: { 'text/csv': { schema: { type: 'string' } } } };
  const required = body !== 'AcknowledgementRequest';
  return { required, content: { 'application/json': { schema: ref('schemas', body) } } };
}

function answersOf(route: Route): Json {
  const entries = Object.entries(route.answers).map(([status, answer]) => {
    const content = answer.includes('/')
      ? { [answer]: { schema: { type: 'string' } } }
      : { 'application/json': { schema: ref('schemas', answer) } };
    const headers = answer === 'text/csv' ? FILE_HEADERS : headersOf(route);
    const others = (route.alsoAs ?? []).map((type) => [type, { schema: { type: 'string' } }]);
    const all = { ...content, ...Object.fromEntries(others) };
    return [status, { description: `${route.zh} / ${route.en}`, headers, content: all }];
  });
  return Object.fromEntries(entries);
}

/** Refusals by status, each with the codes that it may have. */
function problemsOf(route: Route): Json {
  const codesOf = Map.groupBy(new Set(refusalsOf(route)), (code: ProblemCode) => PROBLEMS[code].status);
  const entries = [...codesOf].map(([status, codes]) => {
    const problem = ref('schemas', 'Problem');
    const schema = { allOf: [problem, { properties: { code: { enum: codes } } }] };
    const description = codes
      .map((code) => `${code}: ${PROBLEMS[code].title} / ${PROBLEMS[code].titleEn}`)
      .join('\n\n');
    return [
      String(status),
      { description, headers: headersOf(route), content: { 'application/problem+json': { schema } } },
    ];
  });
  return Object.fromEntries(entries);
}

function headersOf({ caller }: Route): Json {
  const every = { 'X-Request-Id': ref('headers', 'X-Request-Id') };
  return caller === 'anyone' ? every : { ...every, [SIGNATURE_HEADER]: ref('headers', SIGNATURE_HEADER) };
}
