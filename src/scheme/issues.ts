import type { z } from 'zod';
import type { Report } from './finding.ts';

type Issue = z.core.$ZodIssue;

/** Reports what zod found wrong with the shape of a file, in words for the person who writes it. */
export function reportIssues(issues: readonly Issue[], report: Report, before: readonly PropertyKey[] = []): void {
  // A group of which a field is misspelt lacks that field; that it does is no error of its own.
  const misspelt = issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? [JSON.stringify(path)] : []));
  for (const issue of issues) {
    if (issue.code === 'custom' && misspelt.includes(JSON.stringify(issue.path))) continue;
    reportIssue(issue, report, [...before, ...issue.path]);
  }
}

function reportIssue(issue: Issue, report: Report, path: readonly PropertyKey[]): void {
  const { zh: nameZh, en: name } = placeName(path);
  if (isMissing(issue)) {
    report(path, 'REQUIRED', `缺少${nameZh}：请补上`, `"${name}" is missing: add it`);
    return;
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) reportUnknownField(key, issue.input, report, path);
      return;
    case 'invalid_type': {
      const [formZh, form] = issue.message.split(' / ', 2);
      if (path.length === 0) {
        reportNoFields(issue, report);
      } else if (form !== undefined) {
        report(path, 'WRONG_TYPE', `${nameZh}${formZh}`, `"${name}": ${form}`);
      } else if (issue.expected === 'string' && typeof issue.input === 'number') {
        report(path, 'WRONG_TYPE', `${nameZh}须为文字：请加引号`, `"${name}" must be text: put it in quotes`);
      } else {
        report(
          path,
          'WRONG_TYPE',
          `${nameZh}须为${KINDS[issue.expected] ?? issue.expected}`,
          `"${name}" must be ${article(issue.expected)}`,
        );
      }
      return;
    }
    case 'invalid_value': {
      const words = issue.values.map(String).join(', ');
      report(path, 'WRONG_WORD', `${nameZh}只能是：${words}`, `"${name}" must be one of: ${words}`);
      return;
    }
    case 'too_small':
    case 'too_big': {
      const small = issue.code === 'too_small';
      const bound = String(small ? issue.minimum : issue.maximum);
      report(
        path,
        'WRONG_VALUE',
        `${nameZh}${small ? '不得小于（少于）' : '不得大于（多于）'} ${bound}`,
        `"${name}" must be ${small ? 'at least' : 'at most'} ${bound}${issue.origin === 'array' ? ' item(s)' : ''}`,
      );
      return;
    }
    case 'invalid_key':
      report(path, 'WRONG_NAME', `${nameZh}不是合用的名称`, `"${name}" is not a usable name`);
      return;
    case 'invalid_union': {
      const best = bestBranch(issue.errors);
      if (best === undefined)
        report(path, 'WRONG_VALUE', `${nameZh}的写法不对`, `"${name}" is not written as it should be`);
      else reportIssues(best, report, path);
      return;
    }
    default: {
      const [zh, en] = issue.message.split(' / ', 2);
      report(
        path,
        'WRONG_VALUE',
        `${nameZh}${en === undefined ? `取值不正确（${zh}）` : zh}`,
        `"${name}": ${en ?? zh}`,
      );
    }
  }
}

/** What a place is called: a field, or, in a list, which item of which field, counted as people count. */
function placeName(path: readonly PropertyKey[]): { readonly zh: string; readonly en: string } {
  const last = path.at(-1) ?? '';
  if (typeof last !== 'number') return { zh: `“${String(last)}”`, en: String(last) };
  const list = String(path.findLast((step) => typeof step === 'string') ?? '');
  return { zh: `“${list}”第 ${last + 1} 项`, en: `${list} #${last + 1}` };
}

/** A file that is no group of fields at all. */
function reportNoFields({ input }: Issue, report: Report): void {
  if (input === null || input === undefined) {
    report([], 'REQUIRED', '文件是空的：请写入内容', 'the file is empty: write something into it');
  } else {
    report([], 'WRONG_TYPE', '文件须由“字段: 值”的各行组成', 'the file must consist of lines "field: value"');
  }
}

/** A comma in a text without quotes makes the rest of it a field of its own; that is worth a hint. */
function reportUnknownField(key: string, input: unknown, report: Report, path: readonly PropertyKey[]): void {
  const value: unknown = Reflect.get(Object(input), key);
  const hint =
    value === null
      ? {
          zh: '；若它是一段文字的一部分，请给整段文字加引号',
          en: '; if it is part of a text with a comma, put the text in quotes',
        }
      : { zh: '', en: '' };
  report(
    [...path, key],
    'UNKNOWN_FIELD',
    `没有“${key}”这个字段：请改正拼写或删去${hint.zh}`,
    `there is no field "${key}": correct the spelling or remove it${hint.en}`,
  );
}

/**
 * Of the ways a value may be written, the one that the writer most likely meant: of the right kind, with the fewest fields
 * missing, with errors that lie deepest, then with the fewest.
 */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const ranked = branches
    .filter((branch) => branch.length > 0)
    .map((branch) => ({
      branch,
      wrongKind: branch.some((one) => one.path.length === 0 && one.code === 'invalid_type'),
    }));
  return ranked.sort(
    (a, b) =>
      Number(a.wrongKind) - Number(b.wrongKind) ||
      a.branch.filter(isMissing).length - b.branch.filter(isMissing).length ||
      Math.max(...b.branch.map(depth)) - Math.max(...a.branch.map(depth)) ||
      a.branch.length - b.branch.length,
  )[0]?.branch;
}

function isMissing(issue: Issue): boolean {
  const codes: readonly Issue['code'][] = ['invalid_type', 'invalid_union', 'invalid_value'];
  return codes.includes(issue.code) && issue.input === undefined;
}

/** An unknown field says nothing about what was meant; an error inside a value does. */
function depth(issue: Issue): number {
  if (issue.code === 'invalid_union') return issue.path.length + Math.max(0, ...issue.errors.flat().map(depth));
  return issue.path.length;
}

const KINDS: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: ' true 或 false',
  array: '列表',
  object: '字段组',
  record: '字段组',
};

function article(kind: string): string {
  if (kind === 'object' || kind === 'record') return 'a group of fields';
  if (kind === 'boolean') return 'true or false';
  if (kind === 'array') return 'a list';
  return kind === 'string' ? 'text' : `a ${kind}`;
}
