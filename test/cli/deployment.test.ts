import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { commandLine } from '../../src/cli/main.ts';
import { ROUTES } from '../../src/http/routes.ts';
import { findOuterKey, NEXT_KEY_VARIABLE, OUTER_KEY_VARIABLE } from '../../src/ledger/outer-key.ts';

/** Of a file of the Compose specification, what the tests look at. */
interface Service {
  readonly image: string;
  readonly build?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const file = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const match = (text: string, pattern: RegExp): string => {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`nothing matches ${pattern}`);
  return found;
};

const compose = parse(file('compose.yaml'), { merge: true }) as Compose;
const dockerfile = file('Dockerfile');
const nginx = file('deploy/nginx.conf');
const unit = file('deploy/yizhan.service');

/** What the image sets. */
const imageEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  match(dockerfile, /^ENV (.*)$/m)
    .split(' ')
    .map((one) => one.split('=') as [string, string]),
);
const gateways = Object.entries(compose.services).filter(([, { image }]) => image === 'yizhan');
const database = compose.services['postgres'];

/** What stands in `.env`. */
const SECRETS: Readonly<Record<string, string>> = {
  YIZHAN_DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
  POSTGRES_PASSWORD: 'secret',
};

function filled(text: string): string {
  return text.replaceAll(/\$\{(\w+):\?\}/g, (_, name: string) => SECRETS[name] ?? `no ${name} in .env`);
}

/** What `serve` makes of a command line and of variables; it is not served. */
async function served(words: readonly string[], environment: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const program = await commandLine(words[0]);
  const serve = program.commands.find((command) => command.name() === 'serve');
  if (serve === undefined) throw new Error('no command `serve`');
  serve.exitOverride().action(() => {});
  await program.exitOverride().parseAsync(words, { from: 'user' });
  return serve.opts<{ port: number; host: string; data: string; database?: string }>();
}

afterEach(() => vi.unstubAllEnvs());

describe('compose.yaml', () => {
  it.each(gateways)('has in %s a gateway on its database, with its data in a volume', async (_name, service) => {
    const given = Object.entries(service.environment ?? {}).map(([key, value]) => [key, filled(value)] as const);
    const environment = { ...imageEnvironment, ...Object.fromEntries(given) };
    const command = JSON.parse(match(dockerfile, /^CMD (\[.*\])$/m)) as string[];
    const { port, host, data, database: url = '' } = await served(command, environment);
    expect({ port, host }).toEqual({ port: 8080, host: '0.0.0.0' });
    expect(findOuterKey('no folder', environment)).toHaveLength(32);

    const { hostname, username, password, pathname } = new URL(url);
    const user = database?.environment?.['POSTGRES_USER'];
    // The image's database is called as its user.
    expect({ hostname, username, password, pathname }).toEqual({
      hostname: 'postgres',
      username: user,
      password: filled(database?.environment?.['POSTGRES_PASSWORD'] ?? ''),
      pathname: `/${user}`,
    });

    const [volume = '', at] = (service.volumes?.[0] ?? '').split(':');
    expect(at).toBe(data);
    expect(Object.keys(compose.volumes)).toContain(volume);
  });

  it('builds the image once', () => {
    expect(gateways.filter(([, { build }]) => build !== undefined)).toHaveLength(1);
  });

  it('has a door to each gateway, which knows where they listen', () => {
    const door = compose.services['door'];
    const names = gateways.map(([name]) => name);
    expect([...nginx.matchAll(/^ {4}server (\S+) /gm)].map(([, address]) => address)).toEqual(
      names.map((name) => `${name}:${imageEnvironment['YIZHAN_PORT']}`),
    );
    expect(Object.keys(door?.depends_on ?? {})).toEqual(names);
    expect(door?.ports).toEqual([`127.0.0.1:8080:${match(nginx, /^ {4}listen (\d+);$/m)}`]);
    expect(door?.volumes).toEqual(['./deploy/nginx.conf:/etc/nginx/conf.d/default.conf:ro']);
    expect(match(nginx, /location = (\S+) \{\s+deny all;/)).toBe(ROUTES.metrics.path);
  });
});

describe('the image', () => {
  it('is healthy where the store answers', () => {
    const check = JSON.parse(match(dockerfile, /^ {2}CMD (\[.*\])$/m)) as string[];
    expect(check.at(-1)).toContain(`http://127.0.0.1:\${process.env.YIZHAN_PORT}${ROUTES.readyz.path}\``);
  });
});

describe('the systemd unit', () => {
  it('serves', async () => {
    const [, program = '', ...words] = match(unit, /^ExecStart=(.*)$/m).split(' ');
    expect(program).toMatch(/\/bin\/yizhan\.js$/);
    const data = match(unit, /^Environment=YIZHAN_DATA=(.*)$/m);
    expect((await served(words, { YIZHAN_DATA: data })).data).toBe(`/var/lib/${match(unit, /^StateDirectory=(.*)$/m)}`);
  });
});

/** The variables that options of a command, or of one below it, are read from. */
function* variables(command: Command): Generator<string> {
  for (const { envVar } of command.options) if (envVar !== undefined) yield envVar;
  for (const one of command.commands) yield* variables(one);
}

describe('every variable', () => {
  const elsewhere = [OUTER_KEY_VARIABLE, NEXT_KEY_VARIABLE, 'YIZHAN_LOG_LEVEL'];

  it.each(['compose.yaml', 'Dockerfile', 'deploy/yizhan.service', 'docs/operations.md', 'docs/keys.md'])(
    'that %s names is one that is read',
    async (name) => {
      const read = new Set([...variables(await commandLine()), ...elsewhere]);
      const named = [...file(name).matchAll(/\bYIZHAN_[A-Z_]*[A-Z]/g)].map(([variable]) => variable);
      expect(named.filter((variable) => !read.has(variable))).toEqual([]);
    },
  );
});
