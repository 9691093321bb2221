import { DOORS, type DoorCase, doorCase, knock, type Outcome } from './doors.ts';
import { keepFailure } from './failure.ts';
import type { Sizes } from './mutate.ts';
import { FaultyInput, feedParser, PARSERS } from './parsers.ts';
import { Random } from './random.ts';
import type { Target } from './target.ts';

/** The short mode's shapes, and those of a night. */
export const SMALL: Sizes = { blob: 20_000 };
export const LARGE: Sizes = { blob: 1_000_000 };

/** Numbers of cases of different doors and parsers are apart, so that none plays what another has played. */
const APART = 10_000_019;

export interface Round {
  readonly seed: number;
  readonly index: number;
  readonly sizes: Sizes;
}

/** Feeds one parser. @returns what is wrong, and how to see it again */
export function parserRound(name: string, { seed, index, sizes }: Round): string | undefined {
  const parser = PARSERS[name];
  if (parser === undefined) throw new Error(`no parser ${name}`);
  const place = Object.keys(PARSERS).indexOf(name);
  try {
    feedParser(parser, new Random(seed, place * APART + index), sizes);
    return undefined;
  } catch (error) {
    return keepFailure(name, seed, index, error instanceof FaultyInput ? error.bytes : new Uint8Array(), error);
  }
}

/** The request of a round at the door of that id. */
export function doorOf(id: string, { seed, index, sizes }: Round): DoorCase {
  const place = DOORS.findIndex((route) => route.id === id);
  const route = DOORS[place];
  if (route === undefined) throw new Error(`no route ${id}`);
  return doorCase(route, new Random(seed, place * APART + index), sizes);
}

/** Knocks at one door. @returns the answer, or what is wrong and how to see it again */
export async function doorRound(target: Target, id: string, round: Round): Promise<Outcome | string> {
  const one = doorOf(id, round);
  try {
    return await knock(target, one);
  } catch (error) {
    const { method, path, headers, signing } = one;
    const line = JSON.stringify({ method, path, headers, signing });
    return keepFailure(id, round.seed, round.index, one.body, new Error(`${String(error)}\n  ${line.slice(0, 2000)}`));
  }
}
