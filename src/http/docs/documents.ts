import { Refusal } from '../../problem/refusal.ts';
import type { HttpHandler } from '../env.ts';
import type { Gateway } from '../gateway.ts';
import { openApi } from '../openapi.ts';
import { reply } from '../reply.ts';
import { routesFor } from '../routes.ts';
import { apiPage } from './api.ts';
import { errorsPage } from './errors.ts';
import { type DocsPage, showPage } from './frame.ts';
import { GUIDES, guidePage, pictures } from './guides.ts';
import { overviewPage } from './overview.ts';
import type { Schema } from './schema-fields.ts';

/** Everything to read, by its path below `/docs`; made when it is first asked for. */
export class Documents {
  readonly #made = new Map<string, HttpHandler>();
  readonly #pages: ReadonlyMap<string, () => HttpHandler>;

  constructor(gateway: Pick<Gateway, 'version' | 'sandbox' | 'publicBasePath'>) {
    const address = (path: string) => gateway.publicBasePath + path;
    const routes = routesFor(gateway);
    const schemas = () => (openApi(gateway)['components'] as { schemas: Record<string, Schema> }).schemas;
    const pages: [string, () => DocsPage][] = [
      ['', () => overviewPage(routes, address)],
      ['/api', () => apiPage(routes, schemas(), address)],
      ['/errors', () => errorsPage(routes, address)],
      ...GUIDES.map((guide): [string, () => DocsPage] => [guide.path, () => guidePage(guide, address)]),
    ];
    this.#pages = new Map([
      ...pages.map(([path, make]): [string, () => HttpHandler] => [path, () => showPage(make(), address)]),
      ...pictures().map(({ path, bytes }): [string, () => HttpHandler] => [
        path,
        () => (c) => reply(c, { status: 200, type: 'image/png', bytes }),
      ]),
    ]);
  }

  /** The paths there are. */
  paths(): readonly string[] {
    return [...this.#pages.keys()];
  }

  /** Answers a path. @throws Refusal `NOT_FOUND` where there is nothing to read */
  show(path: string): HttpHandler {
    return (c) => {
      const handler = this.#made.get(path) ?? this.#pages.get(path)?.();
      if (handler === undefined) {
        throw new Refusal('NOT_FOUND', {
          detail: '没有这篇文档，请从 /docs 进入',
          detailEn: 'There is no such document: begin at /docs',
        });
      }
      this.#made.set(path, handler);
      return handler(c);
    };
  }
}
