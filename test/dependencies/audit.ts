import { spawnSync } from 'node:child_process';
import { verdictOf } from './verdict.ts';

/** `npm run audit`: known vulnerabilities in what is installed for production. Exits 0 where there is none that is grave. */

const asked = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'];
const { stdout, stderr, error } = spawnSync('npm', asked, { encoding: 'utf8', timeout: 60_000 });
const timedOut = error !== undefined && 'code' in error ? String(error.code) : '';
const { kind, line } = verdictOf(stdout ?? '', `${stderr ?? ''}${timedOut}`);
process.stdout.write(`audit: ${line}\n`);
process.exitCode = kind === 'clean' || kind === 'unreachable' ? 0 : 1;
