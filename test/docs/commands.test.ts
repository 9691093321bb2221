import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../src/cli/main.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const program = await commandLine();

/** The commands that a document tells to run, without what is said beside them. */
function commandsIn(text: string): string[] {
  return [...text.replaceAll(/\\\n\s*/g, '').matchAll(/npx yizhan ([^`\n]*)/g)].map(([, words = '']) =>
    words
      .replaceAll(/\$\([^)]*\)/g, '')
      .replace(/(\s+#|\s{3,}).*$/, '')
      .trim(),
  );
}

/** What the command line would not take: a command or an option that there is not, or too many operands. */
function fault(line: string): string | undefined {
  const words = line.split(/\s+/);
  let command: Command = program;
  while (command.commands.length > 0) {
    const next = command.commands.find((one) => one.name() === words[0]);
    if (next === undefined) return `no command ${command.name()} ${words[0]}`;
    command = next;
    words.shift();
  }
  let operands = 0;
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (!word.startsWith('--')) {
      operands += 1;
      continue;
    }
    const option = command.options.find(({ long }) => long === word);
    if (option === undefined) return `${command.name()} has no option ${word}`;
    if (option.required) words.shift();
  }
  const { registeredArguments } = command;
  const endless = registeredArguments.some(({ variadic }) => variadic);
  return operands > registeredArguments.length && !endless ? `${command.name()} takes fewer operands` : undefined;
}

const DOCUMENTS = globSync('{*.md,{adapters,bench,docs,schemes,src,test}/**/*.md}', { cwd: ROOT })
  .map((name) => [name, commandsIn(readFileSync(`${ROOT}${name}`, 'utf8'))] as const)
  .filter(([, commands]) => commands.length > 0);

describe('the commands in', () => {
  it.each(DOCUMENTS)('%s are ones that there are', (_name, commands) => {
    expect(commands.flatMap((line) => fault(line) ?? []).join('\n')).toBe('');
  });
});

describe('what this finds', () => {
  it.each([
    ['nosuch', 'no command yizhan nosuch'],
    ['keys nosuch', 'no command keys nosuch'],
    ['serve --nosuch', 'serve has no option --nosuch'],
    ['keys rotate now', 'rotate takes fewer operands'],
  ])('%s', (line, found) => {
    expect(fault(line)).toBe(found);
  });
});
