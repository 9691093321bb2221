/** Why the edge itself answers, and not the gateway. */
export interface EdgeRefusal {
  readonly code: EdgeCode;
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter?: number;
}

/**
 * What the edge refuses by itself; where the gateway has the same, by the same code. Nothing was sent to the gateway,
 * but for `OUTCOME_UNKNOWN`.
 */
const REFUSALS = {
  BROWSER_REFUSED: {
    status: 403,
    zh: '不接受来自浏览器的请求（带有 Origin、Referer 或 Sec-Fetch-Site）：网页不得借本代理签名',
    en: 'Requests of browsers (Origin, Referer or Sec-Fetch-Site) are refused: no page may have anything signed here',
  },
  HOST_REFUSED: {
    status: 403,
    zh: 'Host 须为 IP 地址、localhost 或以 --name 指定的主机名',
    en: 'Host must be an IP address, localhost or a name given with --name',
  },
  CLIENT_REFUSED: {
    status: 403,
    zh: '此地址不在允许之列（--client）',
    en: 'This address is not among those allowed (--client)',
  },
  INVALID_PARAMETER: {
    status: 400,
    zh: '路径须为规范形式（无 ..、无多余编码），否则签名的路径与发送的不符',
    en: 'The path must be in its normal form (no .., nothing left to encode), or what is signed is not what is sent',
  },
  INVALID_BODY: { status: 400, zh: '正文在传完之前中断', en: 'The body broke off before its end' },
  NOT_FOUND: {
    status: 404,
    zh: '本代理只转发 /v1/、/his/ 与网关的公开路径',
    en: "Only /v1/, /his/ and the gateway's public paths are forwarded",
  },
  METHOD_NOT_ALLOWED: { status: 405, zh: '只支持 GET 与 POST', en: 'Only GET and POST' },
  BODY_TOO_LARGE: { status: 413, zh: '正文最多 32 MiB', en: 'The body has at most 32 MiB' },
  OVERLOADED: {
    status: 503,
    zh: '同时处理的请求过多，本次未发送，请稍后重试',
    en: 'Too many requests at once, this one was not sent: try again later',
    retryAfter: 1,
  },
  GATEWAY_UNREACHABLE: {
    status: 503,
    zh: '无法连接网关，本次未发送；先前发送过的同一请求结果如何，仍须查询',
    en: 'The gateway cannot be reached, this request was not sent; what became of an earlier one only a query tells',
    retryAfter: 5,
  },
  OUTCOME_UNKNOWN: {
    status: 504,
    zh: '结果未知：网关可能已处理。请查询或原样重发，切勿当作未结算，切勿直接收费',
    en: 'Outcome unknown: the gateway may have done it. Query, or send the same again; never take it for not settled, never collect',
    retryAfter: 5,
  },
} as const satisfies Record<string, Omit<EdgeRefusal, 'code'>>;

export type EdgeCode = keyof typeof REFUSALS;

/** A refusal by its code. @param because what is known beside it, Chinese and English */
export function edgeRefusal(code: EdgeCode, because?: { readonly zh: string; readonly en: string }): EdgeRefusal {
  const { zh, en, ...kind } = REFUSALS[code];
  if (because === undefined) return { code, ...kind, zh, en };
  return { code, ...kind, zh: `${zh}（${because.zh}）`, en: `${en} (${because.en})` };
}

/** A refusal as problem details, with the members that the gateway's have (contract section 6). */
export function edgeProblem({ code, status, zh, en }: EdgeRefusal, requestId: string): Uint8Array<ArrayBuffer> {
  const problem = {
    type: 'about:blank',
    title: `签名代理 ${code} / signing proxy ${code}`,
    status,
    code,
    detail: zh,
    detailEn: en,
    requestId,
  };
  return new TextEncoder().encode(JSON.stringify(problem));
}
