import type { Route } from './route.ts';
import { HOSPITAL_ROUTES } from './routes/hospital.ts';
import { INSURER_ROUTES } from './routes/insurer.ts';
import { OPERATOR_ROUTES } from './routes/operator.ts';
import { PUBLIC_ROUTES } from './routes/public.ts';
import { SANDBOX_ROUTES } from './routes/sandbox.ts';

/** Every route of the gateway, by who may call it. */
export const ROUTES = {
  ...PUBLIC_ROUTES,
  ...HOSPITAL_ROUTES,
  ...INSURER_ROUTES,
  ...OPERATOR_ROUTES,
  ...SANDBOX_ROUTES,
} as const satisfies Record<string, Route>;

/** The routes that a gateway serves. */
export function routesFor({ sandbox }: { readonly sandbox: boolean }): readonly Route[] {
  const all: readonly Route[] = Object.values(ROUTES);
  return all.filter((route) => sandbox || route.sandboxOnly !== true);
}
