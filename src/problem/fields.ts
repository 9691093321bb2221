import type { z } from 'zod';
import type { FieldProblem } from './refusal.ts';

type Issue = z.core.$ZodIssue;

/** At most so many problems are listed in one answer. */
const MAX_LISTED = 50;

const MISSING = { code: 'REQUIRED', message: '缺少必填字段 / a required field is missing' };

/** What a field may be called for its name to be repeated. */
const REPEATABLE = /^[\x20-\x7e]{0,64}$/;
/** A run of digits that may be an id number or a telephone number. */
const NUMBER = /\d{8}/;
/** Stands for a name that is not repeated. */
const UNNAMED = '?';

/**
 * A JSON Pointer (RFC 6901) from a path. A name that no field of ours can have is not repeated, for a sender who has
 * mixed up names and values would get a person's name or id number back: `?` stands for it.
 */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${named(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function named(step: PropertyKey): string {
  const name = String(step);
  return typeof step === 'number' || (REPEATABLE.test(name) && !NUMBER.test(name)) ? name : UNNAMED;
}

/** What zod found, as field problems at their places: a stable code, Chinese and English. Values are never repeated. */
export function fieldProblems(issues: readonly Issue[]): FieldProblem[] {
  return issues
    .slice(0, MAX_LISTED)
    .flatMap((issue) => describe(issue))
    .slice(0, MAX_LISTED);
}

function describe(issue: Issue): FieldProblem[] {
  const at = pointer(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, MAX_LISTED).map((key) => ({
        pointer: pointer([...issue.path, key]),
        code: 'UNKNOWN_FIELD',
        message: '未知字段 / unknown field',
      }));
    case 'invalid_type':
      return [
        isMissing(issue)
          ? { pointer: at, ...MISSING }
          : {
              pointer: at,
              code: 'INVALID_TYPE',
              message: `类型应为 ${issue.expected} / the type must be ${issue.expected}`,
            },
      ];
    case 'invalid_value': {
      if (isMissing(issue)) return [{ pointer: at, ...MISSING }];
      const words = issue.values.map(String).join(', ');
      return [{ pointer: at, code: 'INVALID_VALUE', message: `取值须为其中之一：${words} / must be one of: ${words}` }];
    }
    case 'too_small':
      return [
        {
          pointer: at,
          code: 'TOO_SMALL',
          message: `不得小于（少于）${issue.minimum} / must be at least ${issue.minimum}`,
        },
      ];
    case 'too_big':
      return [
        {
          pointer: at,
          code: 'TOO_LARGE',
          message: `不得大于（多于）${issue.maximum} / must be at most ${issue.maximum}`,
        },
      ];
    case 'custom':
      return [{ pointer: at, code: customCode(issue.params), message: issue.message }];
    case 'invalid_union':
      return [
        isMissing(issue) ? { pointer: at, ...MISSING } : { pointer: at, code: 'INVALID_VALUE', message: issue.message },
      ];
    case 'invalid_format':
      return [{ pointer: at, code: 'INVALID_FORMAT', message: chinese(issue.message, '格式不正确') }];
    default:
      return [{ pointer: at, code: 'INVALID_VALUE', message: chinese(issue.message, '取值不正确') }];
  }
}

/** zod tells a missing field by its input alone, which is why schemas here are parsed with `reportInput`. */
function isMissing(issue: Issue): boolean {
  return 'input' in issue ? issue.input === undefined : false;
}

function customCode(params: Record<string, unknown> | undefined): string {
  const code = params?.['code'];
  return typeof code === 'string' ? code : 'INVALID_VALUE';
}

/** Messages of this project are bilingual already; zod's own are English. */
function chinese(message: string, zh: string): string {
  return message.includes(' / ') ? message : `${zh} / ${message}`;
}
