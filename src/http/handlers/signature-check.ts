import { SIGNATURE_HEADER } from '../../message/detached.ts';
import { explainSignature } from '../../message/explain.ts';
import type { HttpContext } from '../env.ts';
import { signatureContext } from '../middleware/signature.ts';
import { replyJson } from '../reply.ts';

/** Tells what is wrong with the signature of this very request. It repeats what was sent, so it is for the sandbox only. */
export function checkSignature(c: HttpContext): Response {
  const { registry } = c.get('gateway');
  const request = {
    ...signatureContext(c),
    header: c.req.header(SIGNATURE_HEADER),
    findParty: (id: string) => registry.party(id),
  };
  return replyJson(c, 200, explainSignature(request, c.get('body')));
}
