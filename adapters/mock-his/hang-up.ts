import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import { at, type ClientOptions, type Message, type Stamp, signatureOf } from './transmission.ts';

/**
 * Sends a message whole and hangs up before any answer, as a client does that has waited too long. Resolves when the
 * connection is closed, however it came to that.
 */
export async function hangUp(client: ClientOptions, message: Message, stamp: Stamp): Promise<void> {
  const url = new URL(at(client.baseUrl, message.target));
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const { method, body, contentType = 'application/json' } = message;
  const headers = {
    [SIGNATURE_HEADER]: signatureOf(client, message, stamp),
    'content-type': contentType,
    'content-length': body.length,
  };
  await new Promise<void>((resolve) => {
    const sent = open(url, { method, headers, agent: false });
    sent.once('error', () => resolve());
    sent.once('close', () => resolve());
    sent.once('finish', () => sent.destroy());
    sent.end(body);
  });
}
