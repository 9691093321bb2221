import { randomUUID } from 'node:crypto';
import { ADAPTERS } from '../../adapters/adapters.ts';
import type { Hospital, Policy } from '../../src/adjudication/input.ts';
import { HisDesk } from '../../src/his/desk.ts';
import { ExchangedFiles } from '../../src/his/files.ts';
import { MessageService } from '../../src/settlement/message/service.ts';
import { fakeGateway, signed } from '../http/fixtures.ts';
import { hospital, JIANGXI, policy } from '../support/terms.ts';
import { World } from '../support/world.ts';

/** An answer as it came over the wire. */
export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A gateway with its real HIS door over a real store; two hospitals, `H1` and `H2`. */
export class HisWorld {
  readonly world: World;
  readonly desk: HisDesk;
  readonly centreFunds: Record<string, string> = {};
  readonly #gateway: ReturnType<typeof fakeGateway>;

  private constructor(world: World) {
    this.world = world;
    const clock = { real: () => world.now, business: () => world.now };
    const dependencies = { ledger: world.ledger, rulebook: world.registers, vault: world.vault, clock };
    this.desk = new HisDesk({
      adapters: ADAPTERS,
      messages: new MessageService(dependencies),
      files: new ExchangedFiles(world.database, world.vault, clock),
      clock,
      centreFunds: () => this.centreFunds,
    });
    this.#gateway = fakeGateway({ his: this.desk, settlement: world.service, clock });
  }

  static async open(policies: readonly Policy[] = [policy(JIANGXI)], region = '360102'): Promise<HisWorld> {
    const at = (id: string): Hospital => ({ ...hospital(region), id });
    const world = await World.open(at('H1'), at('H2'));
    world.enroll(policies);
    return new HisWorld(world);
  }

  /** Sends bytes to an adapter's door, signed as a HIS's proxy signs them. */
  async send(
    adapter: string,
    body: Uint8Array | string,
    as: 'H1' | 'H2' = 'H1',
    type = 'application/json',
  ): Promise<Answered> {
    const { app, gateway } = this.#gateway;
    const header = { jti: randomUUID() };
    const { url, init } = signed(gateway, { method: 'POST', path: `/his/${adapter}`, body, as, type, header });
    const answer = await app.request(url, init);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { status: answer.status, type: answer.headers.get('Content-Type') ?? '', bytes };
  }

  /** What the gateway logged. */
  get log(): readonly string[] {
    return this.#gateway.log;
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
