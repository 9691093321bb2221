import type { ProblemCode } from '../problem/catalogue.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Check } from './check.ts';
import type { RequestHeader, SignedHeader } from './header.ts';
import type { PublicKeyRecord } from './keys.ts';
import { SUITES, type Suite } from './suites.ts';

/** How far `iat` may lie from the gateway's clock, in seconds, either way (contract §2). */
export const WINDOW_SECONDS = 300;

/** Who may sign: a party and its keys, those of a rotation under way included. */
export interface SigningParty {
  readonly id: string;
  readonly keys: readonly PublicKeyRecord[];
  /** Whether all that it signs is refused, with any key. */
  readonly suspended?: boolean;
}

/** What a request's protected header is held against. */
export interface RequestContext {
  readonly method: string;
  /** Path plus query below the gateway's public base path, as it stood in the request line, not decoded. */
  readonly target: string;
  /** The gateway's own id. */
  readonly audience: string;
  /** The real clock's whole seconds since 1970. */
  readonly nowSeconds: number;
  readonly findParty: (id: string) => SigningParty | undefined;
}

/** A header that passed everything that can be told without the body. */
export interface CheckedHeader extends SignedHeader {
  readonly suite: Suite;
  readonly key: PublicKeyRecord;
}

const fault = (code: ProblemCode, detail: string, detailEn: string) => ({ code, detail, detailEn });

/**
 * The checks of a request's protected header, in the order in which they refuse.
 *
 * They come before the signature is verified: an integrator whose clock is wrong should hear that, not "invalid", and
 * nothing is told that is not public or in the request itself. What a party or key is called is not repeated, as the
 * answer may be logged and the sender is not known yet.
 */
export function* requestChecks(
  read: SignedHeader,
  context: RequestContext,
): Generator<Check, CheckedHeader | undefined, void> {
  const { header } = read;
  const suite = SUITES.get(header.alg);
  const accepted = [...SUITES.keys()].join(', ');
  yield algorithmCheck('alg', accepted, header.alg, suite !== undefined);

  const party = context.findParty(header.iss);
  const partyCheck = { name: 'iss', expected: 'a registered party', found: header.iss };
  if (party === undefined) {
    const en = 'iss is no party registered here; register its public key first, and check sandbox against production';
    yield {
      ...partyCheck,
      fault: fault('SIGNATURE_UNKNOWN_PARTY', 'iss未在本网关登记：请先登记其公钥，并核对沙箱或生产', en),
    };
  } else if (party.suspended === true) {
    const en = 'The operator of the gateway has suspended this party: ask there';
    yield { ...partyCheck, fault: fault('SIGNATURE_UNKNOWN_PARTY', '该签名方已被网关运营方停用，请与其联系', en) };
  } else {
    yield partyCheck;
  }

  const key = party?.keys.find((one) => one.kid === header.kid);
  if (party !== undefined) yield keyCheck(key, party, header.kid, context.nowSeconds);
  if (key !== undefined)
    yield algorithmCheck('alg of the key', key.algs.join(', '), header.alg, key.algs.includes(header.alg));

  yield audienceCheck(header, context);
  yield* targetChecks(header, context);
  yield timeCheck(header, context);
  return suite === undefined || key === undefined ? undefined : { ...read, suite, key };
}

function algorithmCheck(name: string, expected: string, found: string, ok: boolean): Check {
  if (ok) return { name, expected, found };
  const en = `The accepted algorithms are ${expected}; symmetric ones and none never are`;
  return {
    name,
    expected,
    found,
    fault: fault('SIGNATURE_ALGORITHM', `可用算法为${expected}；不接受对称算法和none`, en),
  };
}

function keyCheck(key: PublicKeyRecord | undefined, party: SigningParty, kid: string, now: number): Check {
  const name = 'kid';
  const kids = `one of ${party.keys.map((one) => one.kid).join(', ')}`;
  const refused = (expected: string, zh: string, en: string): Check => {
    return { name, expected, found: kid, fault: fault('SIGNATURE_UNKNOWN_KEY', zh, en) };
  };
  if (key === undefined)
    return refused(kids, '该签名方没有此kid的密钥，或已作废', 'The party has no key of this kid, or it was revoked');
  if (key.nbf !== undefined && now < key.nbf) {
    const from = formatInstant(key.nbf * 1000);
    return refused(`from ${from}`, `密钥尚未生效，自${from}起有效`, `The key is not valid yet, but from ${from} on`);
  }
  if (key.exp !== undefined && now >= key.exp) {
    const until = formatInstant(key.exp * 1000);
    return refused(`before ${until}`, `密钥已于${until}失效`, `The key is no longer valid since ${until}`);
  }
  return { name, expected: kids, found: kid };
}

function audienceCheck({ aud }: RequestHeader, { audience }: RequestContext): Check {
  const check = { name: 'aud', expected: audience, found: aud };
  if (aud === audience) return check;
  const en = `aud must be this gateway's id, ${audience} (GET /.well-known/gateway)`;
  return {
    ...check,
    fault: fault('SIGNATURE_AUDIENCE', `aud须为本网关的id：${audience}（见GET /.well-known/gateway）`, en),
  };
}

function* targetChecks({ htm, htu }: RequestHeader, { method, target }: RequestContext): Generator<Check, void, void> {
  const methodCheck = { name: 'htm', expected: method, found: htm };
  const enMethod = `htm must be the request's method, ${method}, in capitals`;
  const wrongMethod = fault('SIGNATURE_TARGET', `htm须为请求方法${method}（大写）`, enMethod);
  yield htm === method ? methodCheck : { ...methodCheck, fault: wrongMethod };

  const targetCheck = { name: 'htu', expected: target, found: htu };
  const { zh, en } = targetHint(htu, target);
  yield htu === target
    ? targetCheck
    : { ...targetCheck, fault: fault('SIGNATURE_TARGET', `htu与请求路径不符：${zh}`, `htu: ${en}`) };
}

/** How two targets differ, without repeating either: a query may hold what belongs in no log. */
function targetHint(signed: string, target: string): { zh: string; en: string } {
  if (signed.includes('://')) return { zh: '不含协议和主机名', en: 'leave out scheme and host' };
  if (signed.split('?')[0] === target.split('?')[0]) {
    return {
      zh: '查询串不同（须与发送的逐字相同，含百分号编码）',
      en: 'the query differs (sign it exactly as sent, percent-encoding and all)',
    };
  }
  if (signed.endsWith(target)) return { zh: '不含代理加上的路径前缀', en: 'leave out the path prefix of the proxy' };
  if (`${target}/` === signed || `${signed}/` === target)
    return { zh: '末尾的/不同', en: 'the trailing slash differs' };
  let at = 0;
  while (at < target.length && signed[at] === target[at]) at += 1;
  return { zh: `自第${at + 1}个字符起不同`, en: `it differs from character ${at + 1} on` };
}

function timeCheck({ iat }: RequestHeader, { nowSeconds }: RequestContext): Check {
  const serverTime = formatInstant(nowSeconds * 1000);
  const away = iat - nowSeconds;
  const check = { name: 'iat', expected: `${nowSeconds} ± ${WINDOW_SECONDS}`, found: String(iat) };
  if (Math.abs(away) <= WINDOW_SECONDS) return check;
  const milliseconds = Math.abs(iat / 1000 - nowSeconds) < 86_400;
  const zh = milliseconds ? 'iat须为秒，不是毫秒' : `iat与网关时间相差${away}秒，最多${WINDOW_SECONDS}秒：请校准时钟`;
  const en = milliseconds
    ? 'iat is in seconds, not milliseconds'
    : `iat is ${away} seconds from the gateway's time, at most ${WINDOW_SECONDS} are allowed: set the clock`;
  return { ...check, fault: { ...fault('SIGNATURE_EXPIRED', zh, en), extensions: { serverTime } } };
}
