import { availableParallelism } from 'node:os';
import type { SchemeLibrary } from '../scheme/library.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { findLists, insistOnGiven, type ListUsed } from './lists.ts';
import { reportOf, type SimulationReport } from './report.ts';
import { runClaims } from './run.ts';
import { simulationVocabulary } from './vocabulary.ts';

export interface Simulation {
  readonly library: SchemeLibrary;
  readonly scheme: Scheme;
  /** Rules to hold beside the present ones. */
  readonly changed?: Scheme | undefined;
  /** A file of lines as `README.md` describes them. */
  readonly file: string;
  /** CSV files by name of the list they stand for. */
  readonly lists: ReadonlyMap<string, string>;
  /** As many as the machine has cores where it is not given; the result does not depend on it. */
  readonly threads?: number;
  /** Told the share of the file that has been read, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Runs historic claims through a scheme, and through a changed one beside it, touching no ledger.
 *
 * @throws UnknownList, SchemeError, or the error of the system where a file cannot be read
 */
export async function simulate({
  library,
  scheme,
  changed,
  lists: given,
  threads,
  ...run
}: Simulation): Promise<SimulationReport> {
  const schemes = changed === undefined ? [scheme] : [scheme, changed];
  const ids = schemes.map(({ rules }) => rules.scheme);
  const ruleSets = schemes.map((one) => ({ scheme: one, lists: findLists(one, given, [one.rules.scheme, ...ids]) }));
  insistOnGiven(
    given,
    ruleSets.flatMap(({ lists }) => lists),
  );
  const result = await runClaims({
    ...run,
    threads: threads ?? availableParallelism(),
    ruleSets: ruleSets.map(({ scheme: { text }, lists }) => ({
      scheme: text,
      lists: lists.filter(imported).map(({ name, entries }) => [name, entries]),
    })),
    vocabulary: simulationVocabulary(library, schemes),
  });
  return reportOf(result, ruleSets);
}

function imported({ source }: ListUsed): boolean {
  return source === 'given' || source === 'sandbox';
}
