import { z } from 'zod';
import { casesFile } from './cases.ts';
import { schemeFile } from './language.ts';

/**
 * JSON Schemas with which an editor completes and checks scheme files and worked cases as they are written. They know
 * less than the loader does; `yizhan schemes check` has the last word.
 *
 * @returns file name in `schemes/` and text
 */
export function editorSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ['scheme.schema.json', schemaText(schemeFile, 'Yizhan scheme / 方案文件')],
    ['cases.schema.json', schemaText(casesFile, 'Yizhan worked cases / 算例文件')],
  ]);
}

function schemaText(schema: z.ZodType, title: string): string {
  const { $schema, ...body } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    reused: 'ref',
  });
  return `${JSON.stringify({ $schema, title, ...body }, null, 2)}\n`;
}
