import { type Explained, nameOf } from './explained.ts';
import type { Verdict } from './mutate.ts';

/** What became of the mutants, file by file, and who survived; the explained ones only counted. */
export function report(verdicts: readonly Verdict[], explained: Explained): { text: string; unexplained: number } {
  const survived = verdicts.filter(({ fate }) => fate === 'survived');
  const unexplained = survived.filter(({ mutant }) => !explained.has(nameOf(mutant)));
  const files = [...new Set(verdicts.map(({ mutant }) => mutant.file))].sort();
  const row = (name: string, own: readonly Verdict[]) => {
    const count = (...fates: Verdict['fate'][]) => own.filter(({ fate }) => fates.includes(fate)).length;
    const open = own.filter((one) => unexplained.includes(one)).length;
    const figures = [own.length, count('unreached'), count('killed', 'endless'), count('survived') - open, open];
    return `| ${name} | ${figures.join(' | ')} |`;
  };
  const lines = unexplained.map(
    ({ mutant: { file, line, within, before, after } }) =>
      `${file}:${line} ${within}\n    - ${before}\n    + ${after === '' ? '(nothing)' : after}`,
  );
  const table = [
    '| file | mutants | not reached | killed | survived, explained | survived |',
    '|---|---|---|---|---|---|',
    ...files.map((file) =>
      row(
        file,
        verdicts.filter(({ mutant }) => mutant.file === file),
      ),
    ),
    row('all', verdicts),
  ];
  return { text: [...lines, '', ...table].join('\n'), unexplained: unexplained.length };
}
