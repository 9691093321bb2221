import { Command, Option } from 'commander';
import { explainScheme } from '../scheme/explain/explain.ts';
import { EXPLAIN_LANGUAGES, type ExplainLanguage } from '../scheme/explain/explained.ts';
import { explainedText } from '../scheme/explain/text.ts';
import type { SchemeLibrary } from '../scheme/library.ts';
import { loadScheme } from '../scheme/load.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { Failure } from './failure.ts';
import { print } from './output.ts';
import { schemeFolder } from './scheme-folder.ts';

/** `yizhan schemes explain` */
export function schemesExplainCommand(): Command {
  return new Command('explain')
    .summary('print a scheme as prose with its clauses / 以文字逐条说明方案及其条款')
    .description(
      'Prints a scheme as prose, benefit by benefit, each rule with its clause and interpretations, to be read against the notice.\n逐项以文字说明方案，每条规则附条款与解释，供与文件核对。',
    )
    .argument('<scheme>', 'id of the scheme, its folder or its file / 方案代码、文件夹或文件')
    .addOption(new Option('--lang <language>', 'language / 语言').choices(EXPLAIN_LANGUAGES).default('zh'))
    .action((id: string, { lang }: { readonly lang: ExplainLanguage }) => {
      print(explainedText(explainScheme(loadScheme(schemeFolder(id)), lang)).trimEnd());
    });
}

/**
 * A scheme of the library.
 *
 * @throws Failure that names those there are
 */
export function schemeNamed(library: SchemeLibrary, id: string): Scheme {
  const scheme = library.get(id);
  if (scheme !== undefined) return scheme;
  const ids = library.list().map(({ rules }) => rules.scheme);
  throw new Failure(
    `没有方案 ${id}；现有：${ids.join('、')}`,
    `there is no scheme ${id}; there are: ${ids.join(', ')}`,
  );
}
