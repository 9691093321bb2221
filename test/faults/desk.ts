import { setTimeout as pause } from 'node:timers/promises';
import type { HospitalClient } from '../../adapters/mock-his/client.ts';
import type { ClaimInput } from '../../src/claim/claim.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import type { Dice } from './dice.ts';
import { until } from './gateway.ts';
import { type Operation, send } from './operations.ts';
import type { Tally, Told } from './tally.ts';

/** Members of the sandbox's whom all desks see, so that their stays interleave. */
const PATIENTS = ['测试甲', '测试乙', '测试丙', '测试丁', '测试寅', '测试卯'];

/** A desk that has had no answer waits so many milliseconds before it sends again. */
const BREATH = 20;

/** What all desks together have been through. */
export interface Experience {
  /** Operations they were told are done. */
  done: number;
  /** Operations of which they knew nothing until they sent them again, and which then were made … */
  made: number;
  /** … or had been made. */
  found: number;
}

/** One desk of a hospital: one operation at a time, as the dice fall, over settlements of its own. */
export class Desk {
  readonly party: string;
  readonly #name: string;
  readonly #dice: Dice;
  readonly #tally: Tally;
  readonly #experience: Experience;
  readonly #own: Told[] = [];
  #count = 0;
  #doubt: Operation | undefined;

  constructor(name: string, party: string, dice: Dice, tally: Tally, experience: Experience) {
    this.#name = name;
    this.party = party;
    this.#dice = dice;
    this.#tally = tally;
    this.#experience = experience;
  }

  /** Whether it does not know what became of its last operation. */
  get doubts(): boolean {
    return this.#doubt !== undefined;
  }

  /** Works until it is told to stop; what is under way then is finished, or left in doubt. */
  async work(client: HospitalClient, stopped: () => boolean): Promise<void> {
    while (!stopped()) if (!(await this.#next(client))) await pause(BREATH);
  }

  /** Sends what it is in doubt about until it knows. */
  async resolve(client: HospitalClient): Promise<void> {
    await until(async () => !this.doubts || this.#next(client));
  }

  /** @returns whether it was answered */
  async #next(client: HospitalClient): Promise<boolean> {
    const doubted = this.#doubt;
    const operation = doubted ?? this.#choose();
    this.#doubt = operation;
    const result = await send(operation, client, this.party, this.#tally);
    if (result === 'unknown') return false;
    this.#doubt = undefined;
    this.#experience.done += 1;
    if (doubted !== undefined) this.#experience[result === 'done' ? 'made' : 'found'] += 1;
    if (operation.kind === 'settle') this.#own.push(this.#tally.of(this.party, operation.claim));
    return true;
  }

  #choose(): Operation {
    const luck = this.#dice.throw();
    const live = this.#own.filter(({ reversed }) => !reversed);
    const old = this.#dice.pick(live);
    if (luck < 0.15 && old !== undefined) return { kind: 'reverse', of: old };
    if (luck < 0.27 && old !== undefined) {
      const claim = { ...this.#bill(patientOf(old)), replaces: old.claim.settlementId };
      return { kind: 'settle', claim, copies: this.#copies(), replaces: old };
    }
    if (luck < 0.4 && old !== undefined && !old.acknowledged) return { kind: 'acknowledge', of: old };
    const fallen = this.#dice.pick(this.#own.filter((one) => one.reversed && !one.replaced && this.#isLatest(one)));
    if (luck < 0.5 && fallen !== undefined) {
      return { kind: 'settle', claim: { ...fallen.claim, attempt: fallen.attempt + 1 }, copies: this.#copies() };
    }
    return { kind: 'settle', claim: this.#bill(this.#dice.pick(PATIENTS) ?? ''), copies: this.#copies() };
  }

  #isLatest({ claim: { settlementId }, attempt }: Told): boolean {
    return this.#own.every((one) => one.claim.settlementId !== settlementId || one.attempt <= attempt);
  }

  /** Some send the same settlement twice at once. */
  #copies(): 1 | 2 {
    return this.#dice.throw() < 0.2 ? 2 : 1;
  }

  /** A new bill: stays of a member lie in any order. */
  #bill(patient: string): ClaimInput {
    this.#count += 1;
    const month = `2023-${this.#dice.pick(['09', '10', '11'])}`;
    const from = this.#dice.between(1, 20);
    const to = from + this.#dice.between(1, 8);
    return claimOf({
      settlementId: `${this.#name}-${this.#count}`,
      patient,
      stay: [`${month}-${twoDigits(from)}`, `${month}-${twoDigits(to)}`],
      diagnosis: { code: 'J18.900' },
      inCatalog: String(this.#dice.between(5, 80) * 100),
      outOfCatalog: String(this.#dice.between(0, 40) * 50),
      pooling: '3000',
    });
  }
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

function patientOf({ claim }: Told): string {
  return claim.patient.name;
}
