import type { InsurerShare } from '../../src/adjudication/input.ts';
import { Money } from '../../src/money/money.ts';
import { plusDrugs } from '../support/fixture-claims.ts';
import { Registers } from '../support/world.ts';
import { everyScheme, type Setting, schemeNamed } from './settings.ts';

const BY_DIGEST = new Map(everyScheme().map((scheme) => [scheme.digest, scheme]));

function shared(...shares: readonly (readonly [string, string])[]): readonly InsurerShare[] {
  return shares.map(([insurer, share]) => ({ insurer, share: Money.of(share) }));
}

/** How insurers share, one way and another. */
export const SHARES = [shared(['INS-1', '0.6'], ['INS-2', '0.4']), shared(['INS-2', '0.333'], ['INS-1', '0.667'])];

/** The registers of a setting, which the simulation changes under running gateways. */
export class SimulatedRegisters extends Registers {
  constructor(setting: Setting) {
    super();
    this.insurers = SHARES[0] ?? [];
    for (const one of setting.hospitals) this.hospitals.set(one.id, one);
    for (const [scheme, facts] of Object.entries(setting.facts)) this.factsOf.set(scheme, facts);
    this.importList('plus-drugs', plusDrugs);
  }

  override scheme(id: string) {
    return schemeNamed(id);
  }

  override schemeByDigest(digest: string) {
    const found = BY_DIGEST.get(digest);
    if (found === undefined) throw new Error(`no rules ${digest}`);
    return found;
  }
}
