import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ownId } from '../../../src/claim/fields.ts';
import { jsonIn } from '../json.ts';

/** A message in a HIS's own format; the file is sent as it is. */
const message = z.strictObject({
  name: z.string().min(1),
  adapter: z.string().regex(/^[A-Za-z0-9._-]+$/),
  file: z.string().min(1),
  contentType: z.string().min(1),
  contains: z.array(z.string()).default([]),
});

const kitFile = z.strictObject({
  hospital: ownId,
  otherHospital: ownId.optional(),
  insurer: ownId.optional(),
  claim: z
    .looseObject({
      patient: z.looseObject({ idNumber: z.string().min(1), name: z.string().min(1) }),
      encounter: z.looseObject({ id: z.string(), admittedAt: z.string(), dischargedAt: z.string() }),
      charges: z.looseObject({ total: z.string() }),
      payments: z.array(z.looseObject({ amount: z.string() })).min(1),
      personal: z.string(),
    })
    .describe('canonical, amounts as texts; pays something to the hospital'),
  messages: z.array(message).default([]),
});

/** Whom and what the conformance kit plays with; `adapters/mock-his/README.md` tells what each member means. */
export type Kit = z.output<typeof kitFile>;
export type KitClaim = Kit['claim'];

/** The kit of the sandbox. */
export const SANDBOX_KIT = fileURLToPath(new URL('../samples/sandbox.kit.json', import.meta.url));

/**
 * Reads a kit file. Files that it names lie beside it.
 *
 * @throws Error with the place that is wrong
 */
export function readKit(path: string): Kit {
  const read = kitFile.safeParse(jsonIn(readFileSync(path)));
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new Error(`${path} ${where} 不符合套件文件的格式 / is not in the form of a kit file: ${issue?.message}`);
  }
  const messages = read.data.messages.map((one) => ({ ...one, file: join(dirname(path), one.file) }));
  return { ...read.data, messages };
}
