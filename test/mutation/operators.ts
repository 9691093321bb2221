import { at, type Node, propertyName } from './tree.ts';

/** What a node's neighbours are, as far as an operator has to know. */
export interface Around {
  readonly source: string;
  readonly parent: Node;
  /** Names that stand for a value in this file, so that a mutant may use them. */
  readonly values: ReadonlySet<string>;
  /** The declared type of what the innermost function returns. */
  readonly returns: string;
}

/** Methods taken for a near miss of them. */
const NEAR = new Map<string, readonly string[]>(
  Object.entries({
    plus: ['minus'],
    minus: ['plus'],
    minusDownToZero: ['minus'],
    min: ['max'],
    max: ['min'],
    lt: ['lte', 'gte'],
    lte: ['lt', 'gt'],
    gt: ['gte', 'lte'],
    gte: ['gt', 'lt'],
    isNegligible: ['isZero'],
    some: ['every'],
    every: ['some'],
    find: ['findLast'],
    floor: ['ceil'],
    startsWith: ['endsWith'],
  }),
);
/** Methods whose answer is turned round. */
const TURNED: ReadonlySet<string> = new Set(
  'eq isZero isNegative isPositive isNegligible includes has hasOwn startsWith'.split(' '),
);
/** Methods that are left out: what they are asked of stands for their answer. */
const LEFT_OUT: ReadonlySet<string> = new Set(
  'times share roundFen negated abs sort filter reverse slice trim toDecimalPlaces dividedBy floor padStart'.split(' '),
);
const BINARY: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
};
const ASSIGNED: Readonly<Record<string, readonly string[]>> = {
  '+=': ['-=', '='],
  '-=': ['+=', '='],
  '??=': ['='],
  '||=': ['=', '&&='],
};
const ROUNDING: readonly string[] = ['ROUND_HALF_UP', 'ROUND_HALF_EVEN', 'ROUND_DOWN', 'ROUND_UP'];

/** What could stand in place of an expression, as text. */
export function inPlaceOf(node: Node, around: Around): string[] {
  const { source, parent } = around;
  const text = (one: Node | undefined) => (one === undefined ? '' : source.slice(one.start, one.end));
  switch (node.type) {
    case 'CallExpression':
      return ofCall(node, source);
    case 'ChainExpression':
      return ofChain(node, source);
    case 'MemberExpression':
      return ROUNDING.includes(propertyName(node) ?? '')
        ? ROUNDING.map((name) => `${text(at(node, 'object'))}.${name}`)
        : [];
    case 'BinaryExpression':
      return (BINARY[String(node['operator'])] ?? []).map(
        (operator) => `(${text(at(node, 'left'))}) ${operator} (${text(at(node, 'right'))})`,
      );
    case 'LogicalExpression': {
      const [left, right] = [text(at(node, 'left')), text(at(node, 'right'))];
      const other = { '&&': '||', '||': '&&' }[String(node['operator'])];
      return [left, right, ...(other === undefined ? [] : [`(${left}) ${other} (${right})`])];
    }
    case 'AssignmentExpression':
      return (ASSIGNED[String(node['operator'])] ?? []).map(
        (operator) => `${text(at(node, 'left'))} ${operator} ${text(at(node, 'right'))}`,
      );
    case 'UnaryExpression':
      return ['!', '-'].includes(String(node['operator'])) ? [text(at(node, 'argument'))] : [];
    case 'Literal':
      return ofLiteral(node, parent);
    case 'TemplateLiteral':
      return ["''"];
    case 'ArrayExpression':
      return (node['elements'] as unknown[]).length > 0 ? ['[]'] : [];
    default:
      return [];
  }
}

function ofCall(node: Node, source: string): string[] {
  const callee = at(node, 'callee');
  const object = callee === undefined ? undefined : at(callee, 'object');
  const name = callee?.type === 'MemberExpression' ? propertyName(callee) : undefined;
  const property = callee === undefined ? undefined : at(callee, 'property');
  if (name === undefined || object === undefined || property === undefined) return [];
  const whole = source.slice(node.start, node.end);
  const of = source.slice(object.start, object.end);
  return [
    ...(NEAR.get(name) ?? []).map(
      (near) => source.slice(node.start, property.start) + near + source.slice(property.end, node.end),
    ),
    ...(TURNED.has(name) ? [`!${whole}`] : []),
    ...(LEFT_OUT.has(name) ? [of] : []),
  ];
}

/** `a?.b` as `a.b`, one point at a time; and what the call at its end could be. */
function ofChain(node: Node, source: string): string[] {
  const end = at(node, 'expression');
  const mutants = end?.type === 'CallExpression' ? ofCall(end, source) : [];
  for (let link = end; link !== undefined; link = at(link, 'object') ?? at(link, 'callee') ?? at(link, 'expression')) {
    const before = at(link, 'object') ?? at(link, 'callee');
    if (link['optional'] !== true || before === undefined) continue;
    const rest = source.slice(before.end, node.end).replace(/^\?\.(?=[[(])|^\?(?=\.)/, '');
    mutants.push(source.slice(node.start, before.end) + rest);
  }
  return mutants;
}

function ofLiteral(node: Node, parent: Node): string[] {
  const { value } = node;
  if (typeof value === 'boolean') return [String(!value)];
  if (typeof value === 'number') return value === 1 ? ['0', '2'] : [String(value + 1)];
  if (typeof value === 'bigint') return value === 1n ? ['0n', '2n'] : [`${value + 1n}n`];
  // Another word to compare with is the comparison turned round.
  return typeof value === 'string' && value !== '' && parent.type !== 'BinaryExpression' ? ["''"] : [];
}

/** What could stand in place of a condition. */
export function inPlaceOfCondition(node: Node): string[] {
  return node.type === 'Literal' ? [] : ['true', 'false'];
}

/** What a function could give back in place of what it gives back, by its declared type. */
export function inPlaceOfReturned({ returns, values }: Around): string[] {
  const known: [RegExp, string, string][] = [
    [/^Money\b/, 'Money.ZERO', 'Money'],
    [/^PerPot\b/, 'NOTHING', 'NOTHING'],
    [/^BenefitUse$/, 'NO_USE', 'NO_USE'],
    [/\[\]( \||$)|^readonly /, '[]', ''],
    [/^string/, "''", ''],
    [/^(bigint)/, '0n', ''],
    [/^(number)/, '0', ''],
    [/boolean/, 'true', ''],
    [/boolean/, 'false', ''],
    [/\| undefined$/, 'undefined', ''],
    [/\| null$/, 'null', ''],
  ];
  return known.flatMap(([type, text, name]) => (type.test(returns) && (name === '' || values.has(name)) ? [text] : []));
}
