import { appendFileSync, readFileSync } from 'node:fs';
import { TestRunner } from 'vitest';
import type { Plan, Word } from './plan.ts';
import { Switch } from './switch.ts';

/**
 * What runs the project's own tests inside the worker: each test once as it is, then once for each mutant that it came
 * by and that no test has noticed so far. It is noticed where the test then fails.
 */
const plan = JSON.parse(readFileSync(String(process.env['MUTATION_PLAN']), 'utf8')) as Plan;
const mutants = new Switch(plan.on, plan.highest);
Object.assign(globalThis, { __mutant: mutants.ask });

const alive = new Set(plan.ids);
/** Mutants on something that was worked out once, when a file was loaded or its tests were listed. */
const early = new Set<number>();

function say(word: Word): void {
  appendFileSync(plan.words, `${JSON.stringify(word)}\n`);
}

function noteEarly(): void {
  const more = plan.ids.filter((id) => mutants.asked(id) && !early.has(id));
  for (const id of more) early.add(id);
  if (more.length > 0) say({ early: more });
}

/** How much more often than the code as it is a mutant may ask before it counts as one that does not end. */
const PATIENCE = 20;
const LEAST = 200_000;

type Test = Parameters<NonNullable<TestRunner['onBeforeRunTask']>>[0];

export default class extends TestRunner {
  async runTask(test: Test): Promise<void> {
    const name = `${test.file.name} > ${test.name}`;
    noteEarly();
    const run = TestRunner.getTestFn(test);
    if (plan.on !== 0) {
      mutants.turn(plan.on, plan.patience);
      await run();
      return;
    }
    mutants.turn(0);
    await run();
    const came = [...alive].filter((id) => mutants.asked(id));
    const count = mutants.count;
    say({ test: name, came });
    if (came.length === 0) return;
    const passes = async (on: number): Promise<boolean> => {
      mutants.turn(on, Math.max(LEAST, count * PATIENCE));
      try {
        await run();
        return true;
      } catch {
        return false;
      }
    };
    if (!(await passes(0))) {
      say({ unrepeatable: name, came });
      return;
    }
    const noticed: number[] = [];
    for (const id of came) {
      say({ trying: id });
      if (!(await passes(id))) noticed.push(id);
    }
    // A mutant may have left something behind by which the test now fails whatever is on.
    if (noticed.length > 0 && !(await passes(0))) {
      say({ unrepeatable: name, came });
    } else {
      say({ noticed, by: name });
      for (const id of noticed) alive.delete(id);
    }
    mutants.turn(0);
  }
}
