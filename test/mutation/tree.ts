/** A node of the syntax tree (ESTree with its TypeScript nodes), as the parser gives it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** What only looks like code: it is gone when the file runs, or names another file. */
const NO_CODE = /^(TS(?!AsExpression|NonNullExpression|SatisfiesExpression)|ImportDeclaration$|Export(All|Named)$)/;
const TYPES: readonly string[] = [
  'typeAnnotation',
  'returnType',
  'typeParameters',
  'typeArguments',
  'superTypeArguments',
];

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The nodes directly below a node that are code, in no particular order. */
export function children(node: Node): Node[] {
  return Object.entries(node)
    .filter(([key]) => !TYPES.includes(key))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter((value) => isNode(value) && !NO_CODE.test(value.type)) as Node[];
}

/** A node below a node, where it is there. */
export function at(node: Node, key: string): Node | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

/** The name of a property or method that is written with a point; `undefined` for a private or computed one. */
export function propertyName(member: Node): string | undefined {
  const property = at(member, 'property');
  return member['computed'] === true || property?.type !== 'Identifier' ? undefined : String(property['name']);
}
