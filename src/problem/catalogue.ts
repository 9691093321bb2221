/** One refusal: its HTTP status and what it means, in Chinese and English. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly titleEn: string;
}

/**
 * The closed list of what the gateway refuses. A code, once published, keeps its meaning for good: a HIS branches on it.
 */
export const PROBLEMS = {
  INVALID_BODY: { status: 400, title: '报文不符合约定', titleEn: 'The message does not follow the contract' },
  INVALID_PARAMETER: { status: 400, title: '参数不符合约定', titleEn: 'A parameter does not follow the contract' },
  SIGNATURE_MISSING: { status: 401, title: '缺少签名', titleEn: 'The signature is missing' },
  SIGNATURE_MALFORMED: { status: 401, title: '签名格式错误', titleEn: 'The signature is malformed' },
  SIGNATURE_UNKNOWN_PARTY: {
    status: 401,
    title: '签名方未登记或已停用',
    titleEn: 'The signing party is not registered, or suspended',
  },
  SIGNATURE_UNKNOWN_KEY: {
    status: 401,
    title: '签名密钥未登记或不在有效期',
    titleEn: 'The key is unknown or not valid now',
  },
  SIGNATURE_ALGORITHM: { status: 401, title: '签名算法不被接受', titleEn: 'The signature algorithm is not accepted' },
  SIGNATURE_EXPIRED: { status: 401, title: '签名时间超出允许范围', titleEn: 'The signing time is too far away' },
  SIGNATURE_TARGET: {
    status: 401,
    title: '签名的方法或路径不符',
    titleEn: 'The signature is for another method or path',
  },
  SIGNATURE_AUDIENCE: { status: 401, title: '签名的接收方不是本网关', titleEn: 'The signature is for another gateway' },
  SIGNATURE_INVALID: { status: 401, title: '签名验证失败', titleEn: 'The signature does not verify' },
  SIGNATURE_REPLAYED: {
    status: 401,
    title: '报文已收到过：结果未知，请查询，切勿直接收费',
    titleEn: 'This message was seen before: outcome unknown, query, never collect',
  },
  FORBIDDEN: { status: 403, title: '无权进行此操作', titleEn: 'Not allowed' },
  NOT_FOUND: { status: 404, title: '路径不存在', titleEn: 'No such path' },
  SETTLEMENT_NOT_FOUND: { status: 404, title: '没有这笔结算', titleEn: 'No such settlement' },
  FILE_NOT_FOUND: { status: 404, title: '没有这个文件', titleEn: 'No such file' },
  DECISION_NOT_FOUND: { status: 404, title: '没有这个决定', titleEn: 'No such decision' },
  REVIEW_NOT_FOUND: { status: 404, title: '没有待审核的事项', titleEn: 'Nothing here waits for a review' },
  EXTERNAL_CLAIM_NOT_FOUND: { status: 404, title: '没有登记过这个赔案', titleEn: 'No such claim was booked' },
  POLICY_NOT_FOUND: { status: 404, title: '名册中没有这张保单', titleEn: 'No such policy on the roster' },
  SCHEME_NOT_FOUND: { status: 404, title: '没有这个保障方案', titleEn: 'No such scheme' },
  DAY_NOT_SEALED: {
    status: 404,
    title: '该业务日尚无已封账的日文件',
    titleEn: 'There is no sealed daily file of this business day',
  },
  PARTY_NOT_FOUND: { status: 404, title: '没有登记这个参与方', titleEn: 'No such party is registered' },
  PARTY_KEY_NOT_FOUND: { status: 404, title: '该参与方没有这把密钥', titleEn: 'The party has no such key' },
  RECONCILIATION_NOT_FOUND: { status: 404, title: '没有这次对账', titleEn: 'No such reconciliation' },
  METHOD_NOT_ALLOWED: { status: 405, title: '此路径不支持该方法', titleEn: 'The path does not have this method' },
  SETTLEMENT_CONFLICT: {
    status: 409,
    title: '同一结算号已有不同内容的结算',
    titleEn: 'The settlement id was settled with other content',
  },
  ATTEMPT_LIVE: { status: 409, title: '前一次结算仍然有效', titleEn: 'The earlier attempt is still live' },
  ATTEMPT_OUT_OF_ORDER: { status: 409, title: '结算次数不连续', titleEn: 'The attempt does not follow the last one' },
  SETTLED_BY_OTHER_MESSAGE: {
    status: 409,
    title: '该结算另由其他报文送达',
    titleEn: 'The settlement was also sent by another message',
  },
  MESSAGE_AMBIGUOUS: {
    status: 409,
    title: '同一报文号下有多笔结算',
    titleEn: 'More than one settlement was sent under this message id',
  },
  SETTLEMENT_REVERSED: { status: 409, title: '该结算已冲正', titleEn: 'The settlement was reversed' },
  REVERSAL_TOO_LATE: {
    status: 409,
    title: '已过方案规定的冲正期限',
    titleEn: "The scheme's window for reversals is over",
  },
  RESOLUTION_CONFLICT: {
    status: 409,
    title: '该决定已以其他内容审定',
    titleEn: 'The decision was resolved with other content',
  },
  EXTERNAL_CLAIM_CONFLICT: {
    status: 409,
    title: '同一赔案号已有不同内容的记录',
    titleEn: 'The claim number was booked with other content',
  },
  EXTERNAL_CLAIM_CANCELLED: {
    status: 409,
    title: '该赔案已撤销，赔案号不再使用',
    titleEn: 'The claim was taken back, its number is not used again',
  },
  PERIOD_OVERLAP: {
    status: 409,
    title: '同一次就诊的计费期间重叠',
    titleEn: 'Billed periods of one encounter overlap',
  },
  REPLACES_NOT_FOUND: { status: 409, title: '被替换的结算不存在', titleEn: 'The settlement to replace does not exist' },
  ALREADY_REPLACED: {
    status: 409,
    title: '该结算已由另一笔有效结算替换',
    titleEn: 'Another live settlement has taken its place',
  },
  REPLACES_OTHER_PATIENT: {
    status: 409,
    title: '被替换的结算属于另一参保人',
    titleEn: 'The settlement to replace is of another patient',
  },
  DAY_NOT_OVER: { status: 409, title: '业务日尚未结束', titleEn: 'The business day is not over' },
  DAYS_UNNAMED: {
    status: 409,
    title: '待封账的业务日过多，须指定日期',
    titleEn: 'Too many business days wait to be sealed: name the day',
  },
  YEAR_NOT_OVER: { status: 409, title: '保障年度尚未结束', titleEn: 'The policy year is not over' },
  DISTRIBUTION_UNDER_WAY: {
    status: 409,
    title: '该年度已按其他服务费开始分配',
    titleEn: 'The year is being distributed with another service fee',
  },
  BODY_TOO_LARGE: { status: 413, title: '报文过大', titleEn: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: '内容类型不支持', titleEn: 'The content type is not supported' },
  AMOUNTS_INCONSISTENT: { status: 422, title: '金额不平', titleEn: 'The amounts do not add up' },
  RATE_LIMITED: { status: 429, title: '请求过于频繁', titleEn: 'Too many requests' },
  INTERNAL: { status: 500, title: '系统内部错误', titleEn: 'Internal error' },
  OVERLOADED: { status: 503, title: '系统繁忙，请稍后重试', titleEn: 'Overloaded, try again later' },
  UNAVAILABLE: { status: 503, title: '系统暂不可用', titleEn: 'Not available now' },
} as const satisfies Record<string, ProblemKind>;

/** A stable refusal code. */
export type ProblemCode = keyof typeof PROBLEMS;
