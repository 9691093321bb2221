import { cpSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Mutant, switchFile } from './switched.ts';

/** A copy of the project in which a number switches each mutant on. */
export interface Project {
  readonly root: string;
  readonly mutants: readonly Mutant[];
  remove(): void;
}

const LEFT_BEHIND = ['node_modules', '.git'];

/** The files that are mutated: where it is decided what is paid. */
export function mutated(root: string): string[] {
  return ['src/money', 'src/adjudication'].flatMap((folder) => globSync(`${folder}/*.ts`, { cwd: root }).sort());
}

/** Mutates files, each with its mutants numbered on from the one before. */
export function switchFiles(root: string, files: readonly string[]) {
  const mutants: Mutant[] = [];
  const texts = new Map<string, string>();
  for (const file of files) {
    const switched = switchFile(file, readFileSync(join(root, file), 'utf8'), mutants.length + 1);
    texts.set(file, switched.text);
    mutants.push(...switched.mutants);
  }
  return { mutants, texts };
}

/**
 * Copies a project and mutates some of its files in the copy.
 *
 * @param files relative to the project
 */
export function copyProject(from: string, files: readonly string[]): Project {
  // A test that prints its own path must find it: the real one, where the temporary folder is a link.
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'yizhan-mutation-')));
  cpSync(from, root, { recursive: true, filter: (path) => !LEFT_BEHIND.includes(basename(path)) });
  symlinkSync(realpathSync(join(from, 'node_modules')), join(root, 'node_modules'));
  const { mutants, texts } = switchFiles(from, files);
  for (const [file, text] of texts) writeFileSync(join(root, file), text);
  return { root, mutants, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Has a property stop at its first counterexample: whoever only asks whether it fails needs no smaller one. */
export function withoutShrinking({ root }: Project): void {
  const file = join(root, 'test/support/properties.ts');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace('endOnFailure: false };', 'endOnFailure: true };');
  if (changed === text) throw new Error(`${file} no longer says how a property ends`);
  writeFileSync(file, changed);
}
