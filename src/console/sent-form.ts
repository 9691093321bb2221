import type { HttpContext } from '../http/env.ts';
import { Refusal } from '../problem/refusal.ts';

/** What a form sent. */
export interface SentForm {
  readonly fields: URLSearchParams;
  /** The file that was chosen, where the form has a field for one. */
  readonly file: Uint8Array | undefined;
}

export const NOTHING_SENT: SentForm = { fields: new URLSearchParams(), file: undefined };

/**
 * Reads what a form sent, a file too (`multipart/form-data`, RFC 7578).
 *
 * @throws Refusal `INVALID_BODY`
 */
export async function sentForm(c: HttpContext): Promise<SentForm> {
  if (c.req.method !== 'POST') return NOTHING_SENT;
  const bytes = c.get('body') ?? new Uint8Array();
  const type = c.req.header('Content-Type') ?? '';
  if (!type.toLowerCase().startsWith('multipart/form-data')) {
    return { fields: new URLSearchParams(Buffer.from(bytes).toString('utf8')), file: undefined };
  }
  const parts = await partsOf(bytes, type);
  const fields = new URLSearchParams();
  let file: Uint8Array | undefined;
  for (const [name, value] of parts) {
    if (typeof value === 'string') fields.append(name, value);
    // A field without a choice is sent as an empty file without a name.
    else if (value.name !== '') file ??= new Uint8Array(await value.arrayBuffer());
  }
  return { fields, file };
}

async function partsOf(bytes: Uint8Array, type: string): Promise<FormData> {
  try {
    return await new Response(Buffer.from(bytes), { headers: { 'Content-Type': type } }).formData();
  } catch (cause) {
    const refusal = new Refusal('INVALID_BODY', {
      detail: '表单不完整，未作任何处理：请返回上一页重试',
      detailEn: 'The form is not whole, nothing was done: go back and try again',
    });
    refusal.cause = cause;
    throw refusal;
  }
}
