import { randomUUID } from 'node:crypto';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import { type PrivateKeyRecord, parsePrivateJwk } from '../../src/message/keys.ts';
import { signRequest } from '../../src/message/sign.ts';
import { claimOf } from '../world/claims.ts';
import { idNumberOf } from '../world/people.ts';
import type { Batch } from './messages.ts';

/** The id of a gateway that was told none. */
export const GATEWAY_ID = 'yizhan';

const TARGET = '/v1/settlements';
const ID_MARK = '@settlement@';
const PERSON_MARK = '@person@';

/** A request ready to be sent, and what its answer must be bound to. */
export interface Request {
  readonly bytes: Buffer;
  readonly jti: string;
}

/** Signs the requests of a batch, each for a new settlement, in turn for each hospital. */
export function prepareRequests({ kind, tag, requests, members, hospitals, port }: Batch): Request[] {
  const template = JSON.stringify(claimOf(kind, { settlementId: ID_MARK, idNumber: PERSON_MARK }));
  const keys = hospitals.map(({ id, privateJwk }) => ({ id, key: parsePrivateJwk(privateJwk, id) }));
  const people = Array.from({ length: Math.min(members, requests) }, (_, member) => idNumberOf(member));
  const iat = Math.floor(Date.now() / 1000);
  return Array.from({ length: requests }, (_, index) => {
    const hospital = keys[index % keys.length];
    const person = people[index % people.length];
    if (hospital === undefined || person === undefined) throw new RangeError('a load needs hospitals and members');
    const body = template.replaceAll(ID_MARK, `${tag}-${index}`).replace(PERSON_MARK, person);
    return signed(Buffer.from(body), hospital, iat, port);
  });
}

function signed(body: Buffer, { id, key }: { id: string; key: PrivateKeyRecord }, iat: number, port: number): Request {
  const jti = randomUUID();
  const header = { alg: key.alg, kid: key.kid, iss: id, aud: GATEWAY_ID, iat, jti, htm: 'POST', htu: TARGET };
  const signature = signRequest({ ...header, privateKey: key.keyObject }, body);
  const head = [
    `POST ${TARGET} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    `${SIGNATURE_HEADER}: ${signature}`,
    '\r\n',
  ].join('\r\n');
  return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), body]), jti };
}
