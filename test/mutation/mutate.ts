import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Plan, Word } from './plan.ts';
import type { Project } from './project.ts';
import type { Mutant } from './switched.ts';

export type Fate = 'killed' | 'endless' | 'survived' | 'unreached';

export interface Verdict {
  readonly mutant: Mutant;
  readonly fate: Fate;
  /** The test that noticed it. */
  readonly by: string;
}

/** Test files and how often their properties are tried. */
export interface Suite {
  readonly tests: readonly string[];
  readonly tries: string;
  readonly names: string;
}

/** A worker that says nothing for so long hangs in a loop that no mutant's number is asked in. */
const SILENCE = 240_000;
/** How often a mutant that is on from the start may ask in one test. */
const PATIENCE = 2_000_000_000;

/** Whoever stops the command stops the tests. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const PLAY = fileURLToPath(new URL('play.ts', import.meta.url));

/**
 * Tries mutants, suite after suite; each suite only those that the one before has not noticed. What was worked out when a
 * file was loaded, and what only tests came by that cannot be repeated, is tried by itself in a new process.
 *
 * @throws Error where the tests fail though no mutant is on
 */
export class Trial {
  readonly #project: Project;
  readonly #say: (line: string) => void;
  readonly #explained: ReadonlySet<number>;
  readonly #by = new Map<number, string>();
  readonly #endless = new Set<number>();
  readonly #came = new Set<number>();
  readonly #early = new Set<number>();
  /** Test files in which a mutant was only come by in a test that cannot be repeated. */
  readonly #unrepeatable = new Map<number, Set<string>>();

  /** @param explained mutants that are tried with the first suite only, and not each by itself */
  constructor(project: Project, say: (line: string) => void, explained: ReadonlySet<number> = new Set()) {
    this.#project = project;
    this.#say = say;
    this.#explained = explained;
  }

  async run(chosen: readonly Mutant[], suites: readonly Suite[]): Promise<Verdict[]> {
    const left = () => chosen.map(({ id }) => id).filter((id) => !this.#by.has(id) && !this.#endless.has(id));
    for (const [index, suite] of suites.entries()) {
      await this.#inOneProcess(() => left().filter((id) => index === 0 || !this.#explained.has(id)), suite);
      this.#say(
        `${suite.tests.length} files, tries × ${suite.tries}: ${left().length} of ${chosen.length} mutants are left`,
      );
    }
    const first = suites[0];
    if (first !== undefined)
      await this.#eachByItself(
        left().filter((id) => !this.#explained.has(id)),
        first,
      );
    return chosen.map((mutant) => ({ mutant, fate: this.#fateOf(mutant.id), by: this.#by.get(mutant.id) ?? '' }));
  }

  #fateOf(id: number): Fate {
    if (this.#endless.has(id)) return 'endless';
    if (this.#by.has(id)) return 'killed';
    return this.#came.has(id) || this.#early.has(id) ? 'survived' : 'unreached';
  }

  async #inOneProcess(left: () => number[], suite: Suite): Promise<void> {
    for (let ids = left(); ids.length > 0; ids = left()) {
      const { words, hung } = await this.#play({ ids, on: 0, ...suite });
      this.#takeIn(words);
      if (!hung) {
        const failed = words.flatMap((word) => ('failed' in word ? word.failed : []));
        if (failed[0] !== 0) throw new Error('the tests fail without any mutant');
        return;
      }
      const tried = words.flatMap((word) => ('trying' in word ? word.trying : [])).at(-1);
      if (tried === undefined) throw new Error('the tests hang without any mutant');
      this.#say(`mutant ${tried} hangs`);
      this.#endless.add(tried);
    }
  }

  #takeIn(words: readonly Word[]): void {
    for (const word of words) {
      if ('early' in word) for (const id of word.early) this.#early.add(id);
      if ('came' in word) for (const id of word.came) this.#came.add(id);
      if ('noticed' in word) for (const id of word.noticed) this.#by.set(id, word.by);
      if ('unrepeatable' in word) {
        this.#say(`cannot be repeated: ${word.unrepeatable}`);
        const [file = ''] = word.unrepeatable.split(' > ');
        for (const id of word.came) this.#unrepeatable.set(id, (this.#unrepeatable.get(id) ?? new Set()).add(file));
      }
    }
  }

  async #eachByItself(left: readonly number[], { tests, ...how }: Suite): Promise<void> {
    const alone = left.filter((id) => this.#early.has(id) || this.#unrepeatable.has(id));
    if (alone.length > 0) this.#say(`${alone.length} are tried in a process each`);
    for (const id of alone) {
      const files = [...(this.#early.has(id) ? tests : []), ...(this.#unrepeatable.get(id) ?? [])];
      const { words, hung } = await this.#play({ ids: [id], on: id, tests: [...new Set(files)], ...how });
      if (hung) this.#endless.add(id);
      else if (words.some((word) => 'failed' in word && word.failed > 0)) this.#by.set(id, 'from the start');
    }
  }

  /** Runs a plan in a process group of its own, and ends the group where it hangs. */
  async #play(plan: Pick<Plan, 'ids' | 'on' | keyof Suite>): Promise<{ words: Word[]; hung: boolean }> {
    const { root, mutants } = this.#project;
    const [file, words] = [join(root, 'plan.json'), join(root, 'words.jsonl')];
    rmSync(words, { force: true });
    const whole: Plan = { ...plan, highest: mutants.length, patience: PATIENCE, words, root };
    writeFileSync(file, JSON.stringify(whole));
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)),
    );
    const child = spawn(process.execPath, [PLAY, file], {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise<boolean>((resolve) => child.once('exit', () => resolve(true)));
    const stop = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      process.exit(1);
    };
    for (const signal of SIGNALS) process.once(signal, stop);
    let [size, since] = [0, performance.now()];
    let hung = false;
    while (!(await Promise.race([ended, wait(1_000, false, { ref: false })]))) {
      const now = existsSync(words) ? statSync(words).size : 0;
      if (now !== size) [size, since] = [now, performance.now()];
      if (performance.now() - since < SILENCE || child.pid === undefined) continue;
      hung = true;
      process.kill(-child.pid, 'SIGKILL');
      await ended;
      break;
    }
    for (const signal of SIGNALS) process.off(signal, stop);
    const text = existsSync(words) ? readFileSync(words, 'utf8') : '';
    const lines = text.split('\n').filter((line) => line !== '');
    return { words: lines.map((line) => JSON.parse(line) as Word), hung };
  }
}
