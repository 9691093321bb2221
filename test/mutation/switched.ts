import { parseAst } from 'vitest/node';
import { type Around, inPlaceOf, inPlaceOfCondition, inPlaceOfReturned } from './operators.ts';
import { at, children, isNode, type Node } from './tree.ts';

/** One change of one place. */
export interface Mutant {
  /** From 1; the number that switches it on. */
  readonly id: number;
  readonly file: string;
  readonly line: number;
  /** The innermost function with a name around it; empty outside any. */
  readonly within: string;
  readonly before: string;
  /** Empty where the statement is left out. */
  readonly after: string;
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly kind: 'expression' | 'statement';
  readonly mutants: { readonly id: number; readonly text: string }[];
}

/** A file in which every mutant is there and none is switched on. */
export interface Switched {
  readonly text: string;
  readonly mutants: readonly Mutant[];
}

const LEAVABLE = ['CallExpression', 'AssignmentExpression', 'UpdateExpression', 'ChainExpression'];
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/**
 * Finds the mutants of a file and writes it so that a number chooses among them: `__mutant(7)` is true where mutant 7 is
 * on. Lines keep their numbers.
 *
 * @param first the id of its first mutant
 */
export function switchFile(file: string, source: string, first: number): Switched {
  const program = parseAst(source, { lang: 'ts' }, file) as unknown as Node;
  const places = new Map<string, Place>();
  const mutants: Mutant[] = [];
  const values = valuesOf(program);

  const add = (node: Node, kind: Place['kind'], within: string, texts: readonly string[]) => {
    if (texts.length === 0) return;
    const before = source.slice(node.start, node.end);
    const line = source.slice(0, node.start).split('\n').length;
    const key = `${node.start} ${node.end} ${kind}`;
    const place = places.get(key) ?? { start: node.start, end: node.end, kind, mutants: [] };
    for (const text of texts) {
      if (text === before || place.mutants.some((one) => one.text === text)) continue;
      const id = first + mutants.length;
      place.mutants.push({ id, text });
      mutants.push({ id, file, line, within, before: oneLine(before), after: oneLine(text) });
    }
    if (place.mutants.length > 0) places.set(key, place);
  };

  const visit = (node: Node, parent: Node, within: string, returns: string, spine: boolean) => {
    const around: Around = { source, parent, values, returns };
    const name = functionName(node, parent) ?? within;
    const returned = FUNCTIONS.includes(node.type) ? returnType(node, source) : returns;
    if (!spine && !isKey(node, parent)) add(node, 'expression', within, inPlaceOf(node, around));
    if (node.type === 'ExpressionStatement' && LEAVABLE.includes(at(node, 'expression')?.type ?? ''))
      add(node, 'statement', within, ['']);
    if (node.type === 'ContinueStatement' || node.type === 'BreakStatement') add(node, 'statement', within, ['']);
    const test = at(node, 'test');
    if (test !== undefined && ['IfStatement', 'ConditionalExpression', 'WhileStatement'].includes(node.type))
      add(test, 'expression', within, inPlaceOfCondition(test));
    const given = node.type === 'ReturnStatement' ? at(node, 'argument') : bodyOf(node);
    if (given !== undefined) add(given, 'expression', name, inPlaceOfReturned({ ...around, returns: returned }));
    if (node.type === 'SpreadElement') {
      const argument = at(node, 'argument');
      const nothing = parent.type === 'ObjectExpression' ? '{}' : '[]';
      // A spread that hangs on a condition is mutated there.
      if (argument !== undefined && argument.type !== 'ConditionalExpression')
        add(argument, 'expression', within, [nothing]);
    }
    for (const child of children(node)) visit(child, node, name, returned, onSpine(child, node, spine));
  };
  for (const child of children(program)) visit(child, program, '', '', false);
  return { text: render(source, [...places.values()]), mutants };
}

/** What a file imports or declares as a value at its top. */
function valuesOf(program: Node): Set<string> {
  const names = new Set<string>();
  for (const statement of program['body'] as Node[]) {
    const declared = at(statement, 'declaration') ?? statement;
    const id = at(declared, 'id');
    if (id !== undefined) names.add(String(id['name']));
    for (const one of (declared['declarations'] ?? []) as Node[]) names.add(String(at(one, 'id')?.['name']));
    if (statement.type !== 'ImportDeclaration' || statement['importKind'] === 'type') continue;
    for (const one of statement['specifiers'] as Node[])
      if (one['importKind'] !== 'type') names.add(String(at(one, 'local')?.['name']));
  }
  return names;
}

function functionName(node: Node, parent: Node): string | undefined {
  const named = { FunctionDeclaration: node, MethodDefinition: node, VariableDeclarator: node }[node.type];
  if (named === undefined) return undefined;
  if (
    node.type === 'VariableDeclarator' &&
    !FUNCTIONS.includes(at(node, 'init')?.type ?? '') &&
    parent.type !== 'Program'
  )
    return undefined;
  const key = at(node, 'id') ?? at(node, 'key');
  if (key === undefined || key['name'] === undefined) return undefined;
  return `${key.type === 'PrivateIdentifier' ? '#' : ''}${String(key['name'])}`;
}

function returnType(node: Node, source: string): string {
  const type = node['returnType'];
  return isNode(type) ? source.slice(type.start, type.end).replace(/^:\s*/, '') : '';
}

/** The expression that an arrow function is. */
function bodyOf(node: Node): Node | undefined {
  return node.type === 'ArrowFunctionExpression' && node['expression'] === true ? at(node, 'body') : undefined;
}

/** A name that stands where a value could. */
function isKey(node: Node, parent: Node): boolean {
  return parent['key'] === node && parent['computed'] !== true;
}

/** Whether a node is a link of a chain `a?.b.c` that cannot be cut out of it. */
function onSpine(child: Node, parent: Node, spine: boolean): boolean {
  if (parent.type === 'ChainExpression') return true;
  return spine && (parent['object'] === child || parent['callee'] === child || parent['expression'] === child);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function render(source: string, places: readonly Place[]): string {
  const order = places.toSorted((a, b) => a.start - b.start || b.end - a.end || (a.kind === 'statement' ? -1 : 1));
  let next = 0;
  const upTo = (start: number, end: number): string => {
    let text = '';
    let from = start;
    for (let place = order[next]; place !== undefined && place.end <= end; place = order[next]) {
      next += 1;
      text += source.slice(from, place.start) + chosen(place, upTo(place.start, place.end));
      from = place.end;
    }
    return text + source.slice(from, end);
  };
  // No mutant is on in a process or thread that a test starts.
  return `const __mutant = globalThis.__mutant ?? (() => false); ${upTo(0, source.length)}`;
}

/** A mutant stands on one line, the file as it is on as many as it has. */
function chosen({ kind, mutants }: Place, original: string): string {
  // In braces, or an `else` behind it would be this one's.
  if (kind === 'statement') return `{ if (!__mutant(${mutants[0]?.id})) { ${original} } }`;
  const flat = (text: string) => text.replace(/\s\/\/ .*$/gm, '').replace(/\s*\n\s*/g, ' ');
  const cases = mutants.map(({ id, text }) => `__mutant(${id}) ? (${flat(text)}) : `);
  return `(${cases.join('')}(${original}))`;
}
