import { expect, it } from 'vitest';
import { serve, temporaryFolder, yizhan } from './binary.ts';
import { changeKeysOf } from './keys-changed.ts';

it('changes every key while two workers answer, and loses no request', async () => {
  const data = temporaryFolder();
  const running = await serve(data, '--sandbox', '--workers', '2');
  await changeKeysOf([running.url], { data });
  running.kill('SIGTERM');
  expect((await running.ended).code).toBe(0);
  expect(await yizhan(['ledger', 'verify', '--data', data])).toMatchObject({ code: 0 });
}, 180_000);
