import type { Route } from '../route.ts';

/** What only a sandbox serves, for integrators. */
export const SANDBOX_ROUTES = {
  signatureCheck: {
    id: 'checkSignature',
    method: 'POST',
    path: '/v1/signature-check',
    caller: 'anyone',
    sandboxOnly: true,
    zh: '仅沙箱：逐项说明签名错在哪里、签了什么',
    en: 'Sandbox only: tells what is wrong with a signature, and what was signed',
    answers: { 200: 'SignatureReport' },
    refusals: ['INVALID_BODY', 'BODY_TOO_LARGE', 'OVERLOADED'],
  },
} as const satisfies Record<string, Route>;
