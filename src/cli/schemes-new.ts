import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { checkSchemeFolder } from '../adjudication/case-check.ts';
import { ABOUT, type Answers, LIABILITIES, type Liability, OF_LIABILITY } from '../scheme/draft/answers.ts';
import { casesText } from '../scheme/draft/cases-text.ts';
import { schemeText } from '../scheme/draft/scheme-text.ts';
import { DEFAULT_FOLDER } from '../scheme/library.ts';
import { CASES_FILE, SCHEME_FILE } from '../scheme/load.ts';
import { Failure } from './failure.ts';
import { findingLine } from './finding-line.ts';
import { print } from './output.ts';
import { Questionnaire } from './questionnaire.ts';

/** `yizhan schemes new` */
export function schemesNewCommand(): Command {
  return new Command('new')
    .summary('begin a scheme from a few questions / 回答几个问题，生成方案草稿')
    .description(
      'Asks a few questions and writes a scheme with worked cases that passes all checks: a draft to be completed from the notice.\n回答几个问题，写出可通过全部检查的方案草稿与算例，再对照通知补全。',
    )
    .option('--in <folder>', 'where the folder of the scheme is made / 方案文件夹放在哪里', DEFAULT_FOLDER)
    .action(async (options: { in: string }) => {
      const questions = new Questionnaire(process.stdin);
      try {
        write(options.in, await answers(questions, options.in));
      } finally {
        questions.close();
      }
    });
}

async function answers(ask: Questionnaire, parent: string): Promise<Answers> {
  const nameZh = await ask.ask(ABOUT.nameZh);
  const nameEn = await ask.ask(ABOUT.nameEn);
  const scheme = await ask.ask(ABOUT.scheme);
  refuseExisting(join(parent, scheme));
  return {
    nameZh,
    nameEn,
    scheme,
    number: await ask.ask(ABOUT.number),
    titleZh: await ask.ask(ABOUT.titleZh),
    titleEn: await ask.ask(ABOUT.titleEn),
    region: await ask.ask(ABOUT.region),
    from: await ask.ask(ABOUT.from),
    to: await ask.ask(ABOUT.to),
    premium: await ask.ask(ABOUT.premium),
    inCatalog: await liability(ask, 'inCatalog'),
    outOfCatalog: await liability(ask, 'outOfCatalog'),
  };
}

async function liability(ask: Questionnaire, which: keyof typeof LIABILITIES): Promise<Liability> {
  const about = `${LIABILITIES[which].zh} / ${LIABILITIES[which].en} — `;
  const deductible = await ask.ask(OF_LIABILITY.deductible, about);
  const rate = await ask.ask(OF_LIABILITY.rate, about);
  const earlierRate = await ask.ask(OF_LIABILITY.earlierRate, about, rate.toRate());
  return { deductible, rate, earlierRate, limit: await ask.ask(OF_LIABILITY.limit, about) };
}

function refuseExisting(folder: string): void {
  if (!existsSync(folder)) return;
  throw new Failure(`${folder} 已存在，未作改动`, `${folder} exists already, nothing was changed`);
}

function write(parent: string, given: Answers): void {
  const folder = join(parent, given.scheme);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, SCHEME_FILE), schemeText(given));
  writeFileSync(join(folder, CASES_FILE), casesText(given));
  print(`已写出 written: ${join(folder, SCHEME_FILE)}`);
  print(`已写出 written: ${join(folder, CASES_FILE)}`);
  const { findings } = checkSchemeFolder(folder);
  for (const finding of findings) print(findingLine(finding));
  if (findings.length > 0) {
    throw new Failure(
      '草稿未通过检查：请按上列位置更正',
      'the draft does not pass its checks: correct the places above',
    );
  }
  print('检查通过。接着：对照通知逐条补全，随时运行 / It passes its checks. Now complete it from the notice, and run:');
  print(`  npx yizhan schemes check ${folder}`);
}
