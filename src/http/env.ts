import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
import type { Exchange } from '../../adapters/adapter.ts';
import type { CheckedHeader } from '../message/checks.ts';
import type { Arrival } from '../message/replay.ts';
import type { VerifiedRequest } from '../message/request.ts';
import type { ProblemCode } from '../problem/catalogue.ts';
import type { Gateway, Party } from './gateway.ts';
import type { Metrics } from './metrics.ts';
import type { Route } from './route.ts';
import type { Shared } from './shared/shared.ts';

/** Who sent a request, once its signature holds. */
export interface Caller {
  readonly party: Party;
  readonly request: VerifiedRequest;
}

/** What a request carries along its way. Read with `c.get`: `c.var` copies all of it each time. */
export interface HttpEnv {
  /** Without it, or without `env` at all, no server stands before the app, as in tests. */
  Bindings: { readonly incoming?: IncomingMessage };
  Variables: {
    gateway: Gateway;
    metrics: Metrics;
    /** What is counted over all processes. */
    shared: Shared;
    requestId: string;
    /** Absent for an unknown path. */
    route: Route | undefined;
    /** The pattern of a page of the console. */
    page: string | undefined;
    /** The signature's header, checked as far as it can be without the body, and the party it names: not yet believed. */
    claimed: { readonly header: CheckedHeader; readonly party: Party } | undefined;
    caller: Caller | undefined;
    /** The raw bytes as received. */
    body: Uint8Array;
    upload: FileHandle | undefined;
    /** The message of a HIS, once it was opened. */
    exchange: Exchange | undefined;
    /** The message, where it is claimed while it is worked on. */
    arrival: Arrival | undefined;
    /** The code of the problem that was answered. */
    problem: ProblemCode | undefined;
  };
}

export type HttpContext = Context<HttpEnv>;
export type HttpMiddleware = MiddlewareHandler<HttpEnv>;
export type HttpHandler = (c: HttpContext) => Response | Promise<Response>;

/** The verified caller; a route that asks for one and has no signature check before it does not work at all. */
export function callerOf(c: HttpContext): Caller {
  const caller = c.get('caller');
  if (caller === undefined) throw new Error('no signature was verified on this route');
  return caller;
}
