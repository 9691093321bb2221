import { edges } from '../../../adapters/mock-his/columns.ts';
import { type Check, type Setting, Stage } from './stage.ts';
import type { Step } from './step.ts';
import { STEPS } from './steps.ts';

/**
 * Plays the demo against a gateway whose sandbox is loaded.
 *
 * @returns whether every comparison held and every answer was verified
 */
export async function runDemo(setting: Setting, steps: readonly Step[] = STEPS): Promise<boolean> {
  const stage = new Stage(setting);
  const ends: { readonly step: Step; readonly problems: readonly string[]; readonly compared: number }[] = [];
  for (const [index, step] of steps.entries()) {
    stage.print(`\n【${index + 1}/${steps.length}】${step.zh} / ${step.en}`);
    const before = stage.checks.length;
    const failed = await attempt(step, stage);
    const checks = stage.checks.slice(before);
    ends.push({ step, problems: [...checks.flatMap(problem), ...failed], compared: checks.length });
  }
  stage.print('\n核对结果 what was checked');
  for (const { step, problems, compared } of ends) {
    const verdict = problems.length === 0 ? `一致 held ${compared}` : '不一致 DID NOT HOLD';
    stage.print(edges(`  ${step.zh}`, verdict, 80));
    for (const line of problems) stage.print(`      ${line}`);
  }
  stage.print(`  已核验网关签名 gateway signatures verified: ${stage.verified}`);
  const held = ends.every(({ problems }) => problems.length === 0);
  stage.print(held ? '全部核对一致 / all of it held' : '存在不一致，见上 / not all of it held, see above');
  return held;
}

async function attempt(step: Step, stage: Stage): Promise<string[]> {
  try {
    await step.run(stage);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function problem({ zh, en, expected, got }: Check): string[] {
  return expected === got ? [] : [`${zh} / ${en}: 应为 expected ${expected}，实为 got ${got}`];
}
