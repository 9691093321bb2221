import { type Explained, nameOf } from './explained.ts';
import type { Verdict } from './mutate.ts';

/** What became of the mutants, file by file, and which no test noticed or reached; the explained ones only counted. */
export function report(verdicts: readonly Verdict[], explained: Explained): { text: string; unexplained: number } {
  const unexplained = verdicts.filter(
    ({ fate, mutant }) => (fate === 'survived' || fate === 'unreached') && !explained.has(nameOf(mutant)),
  );
  const files = [...new Set(verdicts.map(({ mutant }) => mutant.file))].sort();
  const row = (name: string, own: readonly Verdict[]) => {
    const count = (...fates: Verdict['fate'][]) => own.filter(({ fate }) => fates.includes(fate)).length;
    const open = (fate: Verdict['fate']) => own.filter((one) => one.fate === fate && unexplained.includes(one)).length;
    const noticed = count('killed', 'endless');
    const [survived, unreached] = [open('survived'), open('unreached')];
    const figures = [own.length, noticed, own.length - noticed - survived - unreached, survived, unreached];
    return `| ${name} | ${figures.join(' | ')} |`;
  };
  const lines = unexplained.map(
    ({ fate, mutant: { file, line, within, before, after } }) =>
      `${file}:${line} ${within}${fate === 'unreached' ? ' (not reached)' : ''}\n    - ${before}\n    + ${after === '' ? '(nothing)' : after}`,
  );
  const table = [
    '| file | mutants | noticed | explained | survived | not reached |',
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
