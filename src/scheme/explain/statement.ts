import type { Text } from './say.ts';
import { and, say } from './say.ts';

/** A statement with its opposite, so that "unless" and "not" read as people write them. */
export interface Statement {
  readonly holds: Text;
  readonly fails: Text;
}

/** Makes a statement of its four wordings. */
export function statement(zh: string, zhNot: string, en: string, enNot: string): Statement {
  return { holds: say(zh, en), fails: say(zhNot, enNot) };
}

/** The opposite of several statements together: of one, its own. */
export function opposite(statements: readonly Statement[]): Text {
  const [only, ...more] = statements;
  if (only !== undefined && more.length === 0) return only.fails;
  const { zh, en } = and(statements.map((one) => one.holds));
  return say(`并非“${zh}”`, `it is not so that ${en}`);
}
