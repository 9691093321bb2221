import { readFileSync } from 'node:fs';
import type { Message } from '../../adapters/mock-his/transmission.ts';
import type { ClaimInput } from '../claim/claim.ts';
import { Failure } from './failure.ts';

/** A claim in a file. */
export interface FoundClaim {
  /** What the file says; whether it is a claim the gateway tells. */
  readonly claim: ClaimInput;
  readonly where: string;
}

/** The canonical claims of a file: one JSON value, a list of them, or one to a line. @throws Failure */
export function readClaims(file: string): FoundClaim[] {
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  const whole = parsed(text);
  if (Array.isArray(whole)) return whole.map((one, index) => found(one, `${file}#${index + 1}`));
  if (whole !== undefined) return [found(whole, file)];
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ line, where: `${file}:${index + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, where }) => found(parsed(line), where));
}

/** A file as one message, its bytes untouched; of XML where it begins like it, else of JSON. */
export function readMessage(
  file: string,
  contentType: string | undefined,
): Required<Pick<Message, 'body' | 'contentType'>> {
  const body = new Uint8Array(readFileSync(file));
  const start = Buffer.from(body.subarray(0, 64))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  return { body, contentType: contentType ?? (start.startsWith('<') ? 'text/xml' : 'application/json') };
}

/** An answer's bytes for people: UTF-8, or what older systems write. */
export function readable(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function found(value: unknown, where: string): FoundClaim {
  if (typeof value === 'object' && value !== null) return { claim: value as ClaimInput, where };
  throw new Failure(`${where} 不是 JSON 对象，未发送任何内容`, `${where} is no JSON object, nothing was sent`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
