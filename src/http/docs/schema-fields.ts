/** As much of JSON Schema (2020-12) as our own schemas use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly $ref?: string;
}

/** One line of the description of a message. */
export interface Field {
  /** As one would write it in code: `lines[].total`. */
  readonly path: string;
  /** `text`, `text | null`, `list of …` */
  readonly kind: string;
  /** The other message that it is. */
  readonly reference: string | undefined;
  readonly required: boolean;
  /** What it means, what it may be, what it is if left out. */
  readonly notes: string;
}

/** Every field of a message in reading order, those inside others under them. */
export function fieldsOf(schema: Schema, prefix = ''): readonly Field[] {
  const here = Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const required = schema.required?.includes(name) ?? false;
    return [fieldOf(path, given, required), ...inside(given, path)];
  });
  return [...here, ...alternatives(schema).flatMap((one) => fieldsOf(one, prefix))];
}

/** The fields below a field: of an object, or of the objects in a list. */
function inside(schema: Schema, path: string): readonly Field[] {
  if (schema.items !== undefined) return inside(schema.items, `${path}[]`);
  return fieldsOf(schema, path);
}

function fieldOf(path: string, schema: Schema, required: boolean): Field {
  const reference = referenceIn(schema);
  return { path, kind: kindOf(schema), reference, required, notes: notesOf(schema) };
}

function alternatives({ anyOf = [], oneOf = [], allOf = [] }: Schema): readonly Schema[] {
  return [...anyOf, ...oneOf, ...allOf];
}

function referenceIn(schema: Schema): string | undefined {
  const own = schema.$ref?.split('/').at(-1);
  if (own !== undefined) return own;
  return [...alternatives(schema), ...(schema.items === undefined ? [] : [schema.items])]
    .map(referenceIn)
    .find((name) => name !== undefined);
}

function kindOf(schema: Schema): string {
  if (schema.items !== undefined) return 'array';
  if (schema.type !== undefined) return [schema.type].flat().join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const kinds = new Set(alternatives(schema).map(kindOf));
  return [...kinds].filter((kind) => kind !== '').join(' | ');
}

function notesOf(schema: Schema): string {
  const values = schema.enum ?? alternatives(schema).find((one) => one.enum !== undefined)?.enum;
  const notes = [
    schema.description,
    values?.map(String).join(' | '),
    schema.maxItems !== undefined && `≤ ${schema.maxItems}`,
    schema.maxLength !== undefined && schema.enum === undefined && `≤ ${schema.maxLength} 字符 / characters`,
    schema.default !== undefined && `默认 default: ${JSON.stringify(schema.default)}`,
  ];
  return notes.filter((note) => note !== undefined && note !== false).join('；');
}
