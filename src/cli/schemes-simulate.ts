import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { SchemeLibrary } from '../scheme/library.ts';
import { readDraft } from '../simulation/draft.ts';
import { simulationPage } from '../simulation/html/page.ts';
import { progressMeter } from '../simulation/progress.ts';
import { simulate } from '../simulation/simulate.ts';
import { simulationText } from '../simulation/text.ts';
import { note, print } from './output.ts';
import { schemeNamed } from './schemes-explain.ts';

interface Flags {
  readonly with?: string;
  readonly list?: ReadonlyMap<string, string>;
  readonly json?: true;
  readonly html?: string;
}

const HELP = `
Each line of the file is one claim, in order of settlement; src/simulation/README.md tells it in full:
文件每行一笔理赔，按结算先后排列；详见 src/simulation/README.md：
  {"policy":{"policyNo":"…","insuredRegion":"360102","effectiveFrom":"2023-06-01","effectiveTo":"2024-05-31",
             "cohorts":[],"preexisting":[],"priorYears":0,"claimFreeYears":0},
   "hospital":{"id":"H1","region":"360102","level":3,"ownership":"public","designated":true,"drg":true},
   "claim":{the canonical claim, as POST /v1/settlements takes it},
   "facts":{"participationRate":0.31}}
A line with nothing but "policy" counts a policy that had no claim: premiums are those of the policies in the file.
只有 policy 的行表示没有理赔的保单：保费按文件中出现的保单计算。`;

/** `yizhan schemes simulate` */
export function schemesSimulateCommand(): Command {
  return new Command('simulate')
    .summary('run historic claims through a scheme / 以历史理赔试算方案')
    .description(
      'Runs historic claims through a scheme, and through changed rules beside it, touching no ledger.\n以历史理赔试算方案，可与改动后的规则对照；不触及任何账本。',
    )
    .argument('<scheme>', 'id of the scheme / 方案代码')
    .argument('<claims>', 'file of claims, one JSON a line / 理赔文件，每行一个 JSON')
    .option('--with <file>', 'a changed scheme.yaml to compare with / 改动后的 scheme.yaml，与现行规则对照')
    .option('--list <name=file>', 'a list to use, CSV, repeatable / 指定清单（CSV），可重复', readList)
    .option('--json', 'print the report as JSON / 以 JSON 输出')
    .option('--html <file>', 'also write the report as a page / 另写出网页报告')
    .addHelpText('after', HELP)
    .action(simulateClaims);
}

async function simulateClaims(id: string, file: string, flags: Flags): Promise<void> {
  const library = SchemeLibrary.load();
  const scheme = schemeNamed(library, id);
  const changed = flags.with === undefined ? undefined : readDraft(flags.with, id);
  const onProgress = progressMeter(process.stderr);
  const report = await simulate({ library, scheme, changed, file, lists: flags.list ?? new Map(), onProgress });
  if (flags.html !== undefined) {
    writeFileSync(flags.html, simulationPage(report));
    note(`报告页 page: ${flags.html}`);
  }
  print(flags.json === true ? JSON.stringify(report, null, 2) : simulationText(report).trimEnd());
}

function readList(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const [, name, file] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(text) ?? [];
  if (name === undefined || file === undefined) {
    throw new InvalidArgumentError('须写作 清单名=文件 / must be written NAME=FILE.');
  }
  return new Map([...before, [name, file]]);
}
