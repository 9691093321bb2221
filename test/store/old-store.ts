import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { vi } from 'vitest';
import type { ClaimInput } from '../../src/claim/claim.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import { verify } from '../../src/cli/ledger.ts';
import type { Place } from '../../src/cli/options.ts';
import { openLedger, openStore } from '../../src/cli/store.ts';
import { SettlementService } from '../../src/settlement/service.ts';
import { temporaryFolder } from '../cli/binary.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const NOW = Date.parse('2023-07-13T10:00:00+08:00');

interface Fixture {
  readonly dataKey: string;
  readonly gatewayKeys: unknown;
  readonly hospital: string;
  readonly claims: readonly [ClaimInput, ...ClaimInput[]];
  /** By settlement id. */
  readonly amounts: Readonly<Record<string, string>>;
}

/** A data folder with the store of an earlier version. */
export interface OldStore extends Fixture {
  readonly data: string;
}

/** Makes a data folder as the version left it whose last migration was this. */
export function oldStore(tag: string): OldStore {
  const data = temporaryFolder();
  const fixture = JSON.parse(readFileSync(join(FIXTURES, `${tag}.json`), 'utf8')) as Fixture;
  const raw = new Sqlite(join(data, 'yizhan.db'));
  raw.pragma('journal_mode = WAL');
  raw.exec(`BEGIN; ${gunzipSync(readFileSync(join(FIXTURES, `${tag}.sql.gz`))).toString('utf8')}; COMMIT`);
  raw.close();
  const secret = (name: string, text: string) => writeFileSync(join(data, name), text, { mode: 0o600 });
  secret('data-key', fixture.dataKey);
  secret('gateway-keys.json', JSON.stringify(fixture.gatewayKeys));
  return { ...fixture, data };
}

/** A gateway without its doors on a store that exists. */
export async function openService(place: Place, hospital: string) {
  const store = await openStore(place, { real: () => NOW, business: () => NOW });
  const service = new SettlementService(await openLedger(store));
  return {
    settle: (claim: ClaimInput) => service.settle(hospital, parseClaim(claim, NOW)),
    reverse: (settlementId: string) => service.reverse(hospital, settlementId, { reversalId: 'R', reason: '测试' }),
    query: (settlementId: string) => service.query(hospital, settlementId),
    close: () => store.close(),
  };
}

/** Another stay that costs the same. */
export function another(claim: ClaimInput, settlementId: string): ClaimInput {
  return { ...claim, settlementId, encounter: { ...claim.encounter, id: `E-${settlementId}` } };
}

/** What `yizhan ledger verify` says last. @throws Failure at the first difference */
export async function verified(place: Place): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await verify(place);
    return String(write.mock.lastCall?.[0]);
  } finally {
    write.mockRestore();
  }
}
