import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type ClientOptions,
  type Message,
  newStamp,
  type Stamp,
  signatureOf,
  transmit,
} from '../../adapters/mock-his/transmission.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { temporaryFolder } from '../cli/binary.ts';
import { STORE } from '../support/stores.ts';
import { bill, PARTY } from './bill.ts';
import { query, verifyLedger } from './books.ts';
import { TestGateway } from './gateway.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SHIFTED_CLOCK = fileURLToPath(new URL('shifted-clock.ts', import.meta.url));

/** A gateway on a machine whose clock the test sets. */
class Machine {
  readonly place = { data: temporaryFolder() };
  readonly #file = join(this.place.data, 'clock');
  #client: ClientOptions | undefined;
  #shift = 0;

  /** Sets its clock wrong by so many milliseconds. */
  set(shift: number): void {
    this.#shift = shift;
    writeFileSync(this.#file, String(shift));
  }

  async start(businessTime: string): Promise<TestGateway> {
    const node = ['--import', SHIFTED_CLOCK];
    const gateway = await TestGateway.start(this.place, {
      businessTime,
      node,
      env: { YIZHAN_FAULTS_CLOCK: this.#file },
    });
    onTestFinished(() => gateway.kill());
    const { key } = sandboxKey(this.place.data, PARTY);
    this.#client = { baseUrl: gateway.url, party: PARTY, key, gateway: await gateway.identity() };
    return gateway;
  }

  /** A stamp by a clock that is wrong as this machine's is, or by the right one. */
  stamp(whose: 'its' | 'right' = 'its'): Stamp {
    return newStamp(whose === 'its' ? this.#shift / 1000 : 0);
  }

  /** Settles a bill under a stamp. @returns the status, and of what was answered what matters here */
  async settle(settlementId: string, stamp: Stamp = this.stamp()): Promise<Record<string, unknown>> {
    if (this.#client === undefined) throw new Error('no gateway runs');
    const body = new TextEncoder().encode(JSON.stringify(bill(settlementId)));
    const message: Message = { method: 'POST', target: '/v1/settlements', body };
    const { status, bytes } = await transmit(this.#client, message, stamp, signatureOf(this.#client, message, stamp));
    const { code, decisionId, businessDate } = JSON.parse(new TextDecoder().decode(bytes));
    return { status, code, decisionId, businessDate };
  }
}

describe.skipIf(STORE !== 'sqlite')('a clock that jumps', { timeout: 300_000 }, () => {
  it('moves the window of signatures and nothing else: no message counts twice, no sealed day is opened', async () => {
    const machine = new Machine();
    machine.set(0);
    let gateway = await machine.start('2024-01-02T10:00:00+08:00');
    const stamp = machine.stamp();
    const first = await machine.settle('FIRST', stamp);
    expect(first).toMatchObject({ status: 201, businessDate: '2024-01-02' });

    for (const shift of [HOUR, -HOUR, DAY, -DAY]) {
      machine.set(shift);
      expect(await machine.settle('FIRST', machine.stamp('right'))).toMatchObject({ code: 'SIGNATURE_EXPIRED' });
      expect(await machine.settle('FIRST')).toEqual({ ...first, status: 200 });
      // What was settled an hour or a day from now, or ago, is settled as anything else.
      expect(await machine.settle(`AT${shift}`)).toMatchObject({ status: 201 });
      expect(await machine.settle(`AT${shift}`)).toMatchObject({ status: 200 });

      machine.set(0);
      expect(await machine.settle('FIRST', stamp)).toMatchObject({ status: 401, code: 'SIGNATURE_REPLAYED' });
    }

    // A day ahead it starts anew, and so seals the day that in truth is still going on.
    await gateway.stop();
    machine.set(DAY);
    gateway = await machine.start('2024-01-03T10:00:00+08:00');
    const sealed = async () => Number((await query(machine.place, SEALS))[0]?.['n']);
    while ((await sealed()) === 0) await machine.settle('FIRST');
    machine.set(0);
    expect(await machine.settle('FIRST', stamp)).toMatchObject({ status: 401, code: 'SIGNATURE_REPLAYED' });
    expect(await machine.settle('LATE')).toMatchObject({ status: 201, businessDate: '2024-01-03' });
    expect(await machine.settle('FIRST')).toEqual({ ...first, status: 200 });

    await gateway.stop();
    await verifyLedger(machine.place);
    const [settled] = await query(machine.place, "SELECT count(*) AS n FROM entries WHERE type = 'SETTLE'");
    expect(settled).toEqual({ n: 6 });
  });
});

const SEALS = "SELECT count(*) AS n FROM entries WHERE type = 'SEAL'";
