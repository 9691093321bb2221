import { Hono } from 'hono';
import { consoleApp } from '../console/app.ts';
import { Documents } from './docs/documents.ts';
import type { HttpContext, HttpEnv, HttpHandler, HttpMiddleware } from './env.ts';
import type { Gateway } from './gateway.ts';
import { showAudit } from './handlers/audit.ts';
import { showClearing, showExperience, showHospitalClearing } from './handlers/clearing.ts';
import { listDailyFiles, sendDailyFile, showManifest } from './handlers/daily-files.ts';
import { importEnrollments } from './handlers/enrollments.ts';
import { exchange, knownAdapter } from './handlers/his.ts';
import { eligibility, statement } from './handlers/hospital.ts';
import {
  addPartyKeys,
  importParties,
  resumeParty,
  revokePartyKey,
  showPartyKeys,
  suspendParty,
} from './handlers/parties.ts';
import { constantJson, gatewayInfo, healthz, jwks, readyz, showMetrics } from './handlers/public.ts';
import {
  listOwn,
  listReconciliations,
  reconcile,
  reconcileOwn,
  showOwn,
  showReconciliation,
} from './handlers/reconciliations.ts';
import {
  bookExternalClaim,
  cancelExternalClaim,
  listPended,
  permitReversal,
  resolve,
  showDecision,
} from './handlers/reviews.ts';
import { acknowledge, query, quote, reverse, settle } from './handlers/settlements.ts';
import { checkSignature } from './handlers/signature-check.ts';
import { Metrics } from './metrics.ts';
import { at, begin } from './middleware/begin.ts';
import { CSV_TYPE, identityCoding, JSON_TYPE, mediaType, UTF8_OR_GB18030 } from './middleware/media-type.ts';
import { observe } from './middleware/observe.ts';
import { overload } from './middleware/overload.ts';
import { rateLimit } from './middleware/rate-limit.ts';
import { FILE_FORM_BODY, FORM_BODY, ORDINARY_BODY, rawBody } from './middleware/raw-body.ts';
import { role } from './middleware/role.ts';
import { claimAlongside, claimMessage, readSignature, verify } from './middleware/signature.ts';
import { FILE_BODY, upload } from './middleware/upload.ts';
import { openApi } from './openapi.ts';
import { noRoute, refuse } from './refuse.ts';
import type { Route } from './route.ts';
import { ROUTES, routesFor } from './routes.ts';
import { alone, type Shared } from './shared/shared.ts';
import { pathBelow } from './target.ts';

/**
 * The gateway's HTTP app: its routes, and what a request passes on its way to them, in that order.
 *
 * @example
 * const app = createApp(gateway);
 * const answer = await app.request('/.well-known/gateway');
 */
export function createApp(gateway: Gateway, shared: Shared = alone(gateway)): Hono<HttpEnv> {
  const { limits, replay } = gateway;
  const metrics = new Metrics(shared.registry, () => gateway.queueLength());
  const routes = routesFor(gateway);

  const app = new Hono<HttpEnv>({ getPath: pathBelow(gateway.publicBasePath) });
  app.use(begin({ gateway, metrics, shared }), observe());
  app.onError(refuse);
  app.notFound(noRoute(routes));

  const calm = overload({
    queueLength: () => gateway.queueLength(),
    limit: limits.queueLength,
    turn: limits.turnMilliseconds,
  });
  const body = rawBody({ ...ORDINARY_BODY, heldBytes: ORDINARY_BODY.heldBytes / shared.processes });
  const file = upload({ limit: FILE_BODY.limit, folder: gateway.uploadFolder, slots: shared.uploads });
  const general = rateLimit({ allowance: shared.requests, perSecond: limits.requestsPerSecond });
  const sparing = rateLimit({ allowance: shared.eligibility, perSecond: limits.eligibilityPerSecond });
  const once = claimMessage({ window: replay });
  const alongside = claimAlongside({ window: replay });

  const serve = (route: Route, ...steps: readonly (HttpMiddleware | HttpHandler)[]) => {
    app.on(route.method, honoPath(route.path), at(route), ...steps);
  };

  // Public.
  serve(ROUTES.healthz, healthz);
  serve(ROUTES.readyz, readyz);
  serve(ROUTES.metrics, showMetrics(shared));
  serve(ROUTES.gatewayInfo, gatewayInfo);
  serve(ROUTES.jwks, jwks);
  serve(
    ROUTES.openapi,
    constantJson(() => openApi(gateway)),
  );
  const documents = new Documents(gateway);
  serve(ROUTES.docs, documents.show(''));
  serve(ROUTES.document, (c: HttpContext) => documents.show(`/${c.req.param('page')}`)(c));
  serve(ROUTES.picture, (c: HttpContext) => documents.show(`/pictures/${c.req.param('name')}`)(c));

  // Signed. What is cheap to refuse is refused first; the body is read before it is believed and believed before it is
  // parsed; only what a party really sent counts against its limit; and nothing is done before the message is claimed,
  // durably, for this one arrival.
  const hospital = role({ kind: 'hospital' });
  const insurer = role({ kind: 'insurer' });
  const operator = role({ kind: 'operator' });
  const signed = [calm, noHead(routes), readSignature()];
  const json = [...signed, mediaType({ type: JSON_TYPE }), body, verify()];
  const bare = [...signed, body, verify()];
  const csv = [...signed, mediaType({ type: CSV_TYPE }), file];
  const ownView = [...signed, mediaType({ type: CSV_TYPE, charset: UTF8_OR_GB18030 }), file];

  serve(ROUTES.quote, ...json, general, hospital, once, quote);
  serve(ROUTES.eligibility, ...json, sparing, hospital, once, eligibility);
  serve(ROUTES.settle, ...json, general, hospital, alongside, settle);
  serve(ROUTES.query, ...bare, general, hospital, once, query);
  serve(ROUTES.reverse, ...json, general, hospital, once, reverse);
  serve(ROUTES.acknowledge, ...bare, general, hospital, once, acknowledge);
  serve(
    ROUTES.his,
    knownAdapter(),
    ...signed,
    identityCoding(),
    body,
    verify(),
    general,
    hospital,
    alongside,
    exchange,
  );
  serve(ROUTES.statement, ...bare, general, hospital, once, statement);
  serve(ROUTES.reconcileStatement, ...ownView, general, hospital, once, reconcileOwn);
  serve(ROUTES.statementReconciliations, ...bare, general, hospital, once, listOwn);
  serve(ROUTES.statementReconciliation, ...bare, general, hospital, once, showOwn);
  serve(ROUTES.hospitalClearing, ...bare, general, hospital, once, showHospitalClearing);
  serve(ROUTES.enrollments, ...csv, general, insurer, once, importEnrollments);
  serve(ROUTES.dailyFiles, ...bare, general, insurer, once, listDailyFiles);
  serve(ROUTES.dailyFile, ...bare, general, insurer, once, sendDailyFile);
  serve(ROUTES.manifest, ...bare, general, insurer, once, showManifest);
  serve(ROUTES.reconcile, ...ownView, general, insurer, once, reconcile);
  serve(ROUTES.reconciliations, ...bare, general, insurer, once, listReconciliations);
  serve(ROUTES.reconciliation, ...bare, general, insurer, once, showReconciliation);
  serve(ROUTES.clearing, ...bare, general, insurer, once, showClearing);
  serve(ROUTES.experience, ...bare, general, insurer, once, showExperience);
  serve(ROUTES.decisionDetail, ...bare, general, insurer, once, showDecision);
  serve(ROUTES.permitReversal, ...json, general, insurer, once, permitReversal);
  serve(ROUTES.pended, ...bare, general, insurer, once, listPended);
  serve(ROUTES.resolve, ...json, general, insurer, once, resolve);
  serve(ROUTES.externalClaim, ...json, general, insurer, once, bookExternalClaim);
  serve(ROUTES.cancelExternalClaim, ...json, general, insurer, once, cancelExternalClaim);
  serve(ROUTES.parties, ...json, general, operator, once, importParties);
  serve(ROUTES.partyKeys, ...bare, general, operator, once, showPartyKeys);
  serve(ROUTES.addPartyKeys, ...json, general, operator, once, addPartyKeys);
  serve(ROUTES.revokePartyKey, ...json, general, operator, once, revokePartyKey);
  serve(ROUTES.suspendParty, ...json, general, operator, once, suspendParty);
  serve(ROUTES.resumeParty, ...bare, general, operator, once, resumeParty);
  serve(ROUTES.audit, ...bare, general, operator, once, showAudit);

  // For people, who sign in.
  const bodies = { body: rawBody(FORM_BODY), fileBody: rawBody(FILE_FORM_BODY) };
  const { pages: allowance, eligibility: questions } = shared;
  app.route('/console', consoleApp({ gateway, overload: calm, ...bodies, allowance, eligibility: questions }));

  // For integrators.
  if (gateway.sandbox) serve(ROUTES.signatureCheck, calm, body, checkSignature);

  return app;
}

/** Hono takes HEAD for GET; a signed route has no HEAD. */
function noHead(routes: readonly Route[]): HttpMiddleware {
  const refuseMethod = noRoute(routes);
  return async function noHead(c, next) {
    if (c.req.method === 'HEAD') return refuseMethod(c);
    await next();
    return undefined;
  };
}

/** `/a/{b}` as `/a/:b`. */
function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
