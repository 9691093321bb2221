import type { Route } from '../route.ts';

/** What the operator of the gateway may ask for. */
export const OPERATOR_ROUTES = {
  parties: {
    id: 'importParties',
    method: 'POST',
    path: '/v1/parties',
    caller: 'operator',
    zh: '导入参与方登记文件，全部成功或全不导入',
    en: 'Imports a registry file, all of it or nothing',
    body: 'RegistryFile',
    answers: { 200: 'PartiesReport' },
    refusals: [],
  },
} as const satisfies Record<string, Route>;
