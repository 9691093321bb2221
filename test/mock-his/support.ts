import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fetchIdentity } from '../../adapters/mock-his/client.ts';
import { readRules } from '../../adapters/mock-his/gateway/rules.ts';
import { type MockGatewayOptions, startMockGateway } from '../../adapters/mock-his/gateway/server.ts';
import type { ClientOptions } from '../../adapters/mock-his/transmission.ts';
import type { RunningServer } from '../../src/http/listen.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { parsePrivateJwk } from '../../src/message/keys.ts';
import { temporaryFolder } from '../cli/binary.ts';

export const HOSPITAL = 'H1';
export const key = parsePrivateJwk(generateKeyPair().privateJwk, '');

/** Rules as their file has them. */
export function rulesOf(text: string): MockGatewayOptions['rules'] {
  const file = join(temporaryFolder(), 'rules.yaml');
  writeFileSync(file, text);
  return readRules(file);
}

/** A mock gateway on a free port that is gone after the test. */
export async function gateway(
  rules: MockGatewayOptions['rules'],
  more: Partial<MockGatewayOptions> = {},
): Promise<RunningServer> {
  const options = { id: 'mock', version: '1', key: parsePrivateJwk(generateKeyPair().privateJwk, ''), rules, ...more };
  const server = await startMockGateway(options, { port: 0, host: '127.0.0.1' });
  onTestFinished(() => server.close());
  return server;
}

/** What a client of a gateway needs. */
export async function clientOf(url: string): Promise<ClientOptions> {
  return { baseUrl: url, party: HOSPITAL, key, gateway: await fetchIdentity(url) };
}
