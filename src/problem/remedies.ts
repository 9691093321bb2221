import type { ProblemCode } from './catalogue.ts';

/** In both languages. */
interface Words {
  readonly zh: string;
  readonly en: string;
}

/** How a refusal comes about, and what whoever gets it does. */
export interface Remedy {
  readonly cause: Words;
  readonly remedy: Words;
}

const say = (causeZh: string, causeEn: string, remedyZh: string, remedyEn: string): Remedy => ({
  cause: { zh: causeZh, en: causeEn },
  remedy: { zh: remedyZh, en: remedyEn },
});

/** For the page of all codes: each problem's `type` links to its own. */
export const REMEDIES: Readonly<Record<ProblemCode, Remedy>> = {
  INVALID_BODY: say(
    '报文不是约定的 JSON（或 CSV、XML），或有字段缺失、多余、类型或取值不对',
    'The message is not the JSON (or CSV, XML) agreed on, or fields are missing, unknown or of a wrong kind',
    '逐条查看 errors：pointer 指明位置，改正后以新的 jti 重发；未做任何处理',
    'Read errors: each pointer names the place. Correct it and send again with a new jti; nothing was done',
  ),
  INVALID_PARAMETER: say(
    '路径或查询参数不合要求，如日期不存在',
    'A parameter in path or query is not what it must be, such as a day that does not exist',
    '按 detail 改正参数',
    'Correct the parameter as detail says',
  ),
  SIGNATURE_MISSING: say(
    '没有 X-JWS-Signature 请求头，或被中间代理去掉',
    'There is no header X-JWS-Signature, or a proxy has removed it',
    '为每个请求签名；检查代理是否转发该请求头',
    'Sign every request; check that proxies pass the header on',
  ),
  SIGNATURE_MALFORMED: say(
    '请求头不是“头部..签名”的形式，或头部的 JSON 缺少成员',
    'The header is not head..signature, or the JSON in it lacks members',
    '对照签名说明与测试向量；沙箱可用 /v1/signature-check 查看细节',
    'Compare with the guide and the vectors; in the sandbox /v1/signature-check shows the detail',
  ),
  SIGNATURE_UNKNOWN_PARTY: say(
    'iss 不是本网关登记的参与方',
    'iss is no party registered at this gateway',
    '核对 iss 与网关（沙箱或生产），并由运营方导入公钥',
    'Check iss and the gateway (sandbox or production), and have the operator import your public key',
  ),
  SIGNATURE_UNKNOWN_KEY: say(
    'kid 不在该参与方的密钥中，或密钥尚未生效、已过期、已撤销',
    'kid is not among the keys of the party, or the key is not valid yet, no longer, or revoked',
    '核对 kid；换密钥时先登记新公钥，再用新私钥签名',
    'Check kid; to change keys, register the new public key first, then sign with the new one',
  ),
  SIGNATURE_ALGORITHM: say(
    'alg 不被接受，或与密钥的类型不符',
    'alg is not accepted, or not one for a key of this kind',
    '按密钥类型使用 alg；不接受 none 与对称算法',
    'Use the alg of your kind of key; none and symmetric ones are never accepted',
  ),
  SIGNATURE_EXPIRED: say(
    'iat 与网关时间相差 300 秒以上，或以毫秒为单位',
    'iat is more than 300 seconds from the clock of the gateway, or in milliseconds',
    '校准时钟（应答中有 serverTime）；iat 以秒为单位；重发时重新签名',
    'Set the clock (serverTime is in the answer); iat is in seconds; sign anew for each transmission',
  ),
  SIGNATURE_TARGET: say(
    'htm 或 htu 与实际请求不同：多了主机、代理前缀，或编码不同',
    'htm or htu differ from the request: with host, with the prefix of a proxy, or coded otherwise',
    'htu 用实际发送的路径与查询串，从 /v1 或 /his 起',
    'htu is path and query exactly as sent, from /v1 or /his on',
  ),
  SIGNATURE_AUDIENCE: say(
    'aud 是另一个网关的标识，常见于把沙箱报文发往生产',
    'aud is the id of another gateway, often of the sandbox',
    '用 GET /.well-known/gateway 的 id',
    'Use the id of GET /.well-known/gateway',
  ),
  SIGNATURE_INVALID: say(
    '签名与收到的字节不符：签名后正文被改动，或私钥不是登记的那一把，或签名为 DER 形式',
    'The signature does not fit the bytes: the body was changed after signing, another key was used, or it is DER',
    '对实际发送的字节签名，之后不再序列化、换行或转码',
    'Sign the bytes that are sent; do not serialise, wrap or recode them afterwards',
  ),
  SIGNATURE_REPLAYED: say(
    '同一 jti 已收到过：客户端或网络自动重发',
    'This jti was received before: a client or the network has sent it again',
    '结果未知：先查询该结算，切勿直接收费；重发请用新的 jti',
    'The outcome is unknown: query the settlement, never collect; send again with a new jti',
  ),
  FORBIDDEN: say(
    '该参与方的角色或数据范围不包括此操作',
    'The role of the party, or the data it stands for, does not include this',
    '使用正确参与方的密钥；保险机构只能访问登记在其名下的方案',
    'Use the key of the right party; an insurer reaches its own schemes alone',
  ),
  NOT_FOUND: say(
    '网关没有这个路径',
    'The gateway has no such path',
    '对照接口一览；检查代理前缀',
    'See the list of routes; check the prefix of a proxy',
  ),
  PARTY_NOT_FOUND: say(
    '登记中没有这个参与方',
    'The registry has no such party',
    '核对标识；先导入参与方登记文件',
    'Check the id; import the registry file first',
  ),
  PARTY_KEY_NOT_FOUND: say(
    '该参与方没有这个密钥',
    'The party has no such key',
    '用 parties keys 查看其密钥',
    'See its keys with parties keys',
  ),
  SETTLEMENT_NOT_FOUND: say(
    '本院没有以此编号结算过',
    'This hospital has settled nothing under this id',
    '超时后查询得此结果：未入账，可用新的 jti 重发结算',
    'After a time-out this means that nothing was booked: send the settlement again with a new jti',
  ),
  FILE_NOT_FOUND: say(
    '文件编号不存在、不属于本院或已过期',
    'There is no file of this id, it is of another hospital, or it has expired',
    '重新上传，或重新取得文件编号',
    'Upload it again, or ask for its id again',
  ),
  DECISION_NOT_FOUND: say(
    '该方案没有这个决定',
    'The scheme has no such decision',
    '核对方案与 decisionId（见日文件）',
    'Check scheme and decisionId, as in the daily file',
  ),
  REVIEW_NOT_FOUND: say(
    '该决定没有待审核的事项，或结算已冲正',
    'Nothing of the decision waits for a person, or the settlement was reversed',
    '重新读取待审核清单',
    'Read the queue again',
  ),
  EXTERNAL_CLAIM_NOT_FOUND: say(
    '没有以此赔案号登记过',
    'No claim was booked under this number',
    '核对赔案号与方案',
    'Check the number and the scheme',
  ),
  POLICY_NOT_FOUND: say(
    '名册中没有这个保单号',
    'The roster has no policy of this number',
    '先导入名册，再登记赔案',
    'Import the roster first, then book the claim',
  ),
  SCHEME_NOT_FOUND: say(
    '没有这个方案，或它不属于该保险机构',
    'There is no such scheme, or it is not of this insurer',
    '核对方案代码',
    'Check the id of the scheme',
  ),
  DAY_NOT_SEALED: say(
    '业务日尚未结束或尚未封账',
    'The business day is not over or not sealed yet',
    '次日凌晨封账后再取；清单见 daily-files',
    'Fetch it after midnight, when it is sealed; daily-files lists the days',
  ),
  RECONCILIATION_NOT_FOUND: say(
    '没有这次对账',
    'There is no such reconciliation',
    '核对编号与日期',
    'Check id and day',
  ),
  METHOD_NOT_ALLOWED: say(
    '该路径不支持所用的方法',
    'The path does not have the method',
    '使用应答 Allow 头中的方法',
    'Use a method of the header Allow',
  ),
  SETTLEMENT_CONFLICT: say(
    '同一 settlementId 与 attempt 已有不同内容的结算',
    'settlementId and attempt were settled with other content',
    '原决定随应答返回；更正请用 replaces，或冲正后以 attempt + 1 重新结算',
    'The decision that stands comes with the answer; correct with replaces, or reverse and settle as attempt + 1',
  ),
  ATTEMPT_LIVE: say(
    '前一次结算仍有效且有赔付，却提交了更高的 attempt',
    'A higher attempt came while the earlier one is live and paid something',
    '先冲正前一次',
    'Reverse the earlier one first',
  ),
  ATTEMPT_OUT_OF_ORDER: say(
    'attempt 跳号',
    'A number of attempt was left out',
    '用上一次的 attempt + 1',
    'Use the last attempt + 1',
  ),
  SETTLED_BY_OTHER_MESSAGE: say(
    '要按报文号撤销的结算，另有报文也送达过',
    'The settlement to take back by its message was also sent by another message',
    '按结算号冲正（2305、2208）',
    'Reverse by settlement id (2305, 2208)',
  ),
  MESSAGE_AMBIGUOUS: say(
    '同一报文号下有两笔或更多结算',
    'Two or more settlements carry the message id',
    '按结算号逐笔冲正；报文号应唯一',
    'Reverse each by its settlement id; a message id should be used once',
  ),
  SETTLEMENT_REVERSED: say(
    '该次结算（或该报文）已冲正',
    'This attempt, or this message, was taken back',
    '确需再结算：以 attempt + 1 提交',
    'To settle again, send attempt + 1',
  ),
  REVERSAL_TOO_LATE: say(
    '已过方案规定的冲正期限，须保险机构同意',
    'The window of the scheme is over: the insurer must allow it',
    '联系保险机构批准后再冲正',
    'Ask the insurer to permit it, then reverse',
  ),
  RESOLUTION_CONFLICT: say(
    '该决定已按其他内容审定',
    'The decision was resolved with other content',
    '查看决定详情；不得以另一内容覆盖',
    'Read the decision; a resolution is not overwritten',
  ),
  EXTERNAL_CLAIM_CONFLICT: say(
    '同一赔案号已登记过不同内容',
    'The number was booked with other content',
    '先撤销原登记，以新赔案号重新登记',
    'Cancel the first booking and book under a new number',
  ),
  EXTERNAL_CLAIM_CANCELLED: say('该赔案已撤销', 'The claim was taken back', '使用新的赔案号', 'Use another number'),
  PERIOD_OVERLAP: say(
    '同一次就诊有两笔有效结算的计费期间重叠',
    'Two live settlements of one encounter overlap in the period billed',
    '核对 billedFrom、billedThrough；更正用 replaces',
    'Check billedFrom and billedThrough; correct with replaces',
  ),
  REPLACES_NOT_FOUND: say(
    'replaces 所指的结算不存在',
    'The settlement that replaces names does not exist',
    '核对编号；若从未结算，去掉 replaces',
    'Check the id; if it was never settled, leave replaces out',
  ),
  ALREADY_REPLACED: say(
    '该结算已被另一笔有效结算替换',
    'Another live settlement has taken its place',
    '更正最新的那一笔',
    'Correct the latest one',
  ),
  REPLACES_OTHER_PATIENT: say(
    '被替换的结算属于另一参保人',
    'The settlement to replace is of another patient',
    '冲正原结算，再另行结算',
    'Reverse that one, and settle by itself',
  ),
  DAY_NOT_OVER: say('业务日未到 24:00', 'The business day lasts until 24:00', '次日再封账', 'Seal it the day after'),
  DAYS_UNNAMED: say(
    '久未封账，待封业务日过多',
    'So long was nothing sealed that many days wait',
    '用 --date 指定封到哪一天',
    'Name the last day to seal with --date',
  ),
  YEAR_NOT_OVER: say(
    '保障年度尚未结束',
    'The policy year is not over',
    '年度结束并封账后再分配',
    'Distribute after its end, when its days are sealed',
  ),
  DISTRIBUTION_UNDER_WAY: say(
    '该年度已按另一服务费开始分配',
    'The year is being distributed with another service fee',
    '以同一服务费继续',
    'Go on with the same fee',
  ),
  BODY_TOO_LARGE: say(
    '正文超过上限（32 MiB；名册上传 1 GiB）',
    'The body is above the limit (32 MiB; 1 GiB for uploads)',
    '分批发送',
    'Send it in parts',
  ),
  UNSUPPORTED_MEDIA_TYPE: say(
    'Content-Type 或 Content-Encoding 不被接受',
    'Content-Type or Content-Encoding is not accepted',
    '按接口说明设置；不要压缩正文',
    'Set it as the route says; do not compress the body',
  ),
  AMOUNTS_INCONSISTENT: say(
    '金额恒等式不成立；errors 写明是哪一个及两边的数',
    'An identity of the amounts does not hold; errors names it and both sides',
    '核对费用明细与汇总；不要凑数',
    'Check lines and totals; never make figures fit',
  ),
  RATE_LIMITED: say(
    '该参与方每秒请求过多',
    'The party sends too many requests a second',
    '按 Retry-After 等待后重发',
    'Wait as Retry-After says, then send again',
  ),
  INTERNAL: say(
    '网关内部错误；未回答的操作结果未知',
    'A fault of the gateway; the outcome of the operation is unknown',
    '查询结果或原样重发；附 requestId 告知运营方',
    'Query, or send the same again; tell the operator the requestId',
  ),
  OVERLOADED: say(
    '超出当前处理能力，未做任何处理',
    'More arrives than can be done; nothing was done for this request',
    '按 Retry-After 等待后原样重发（新的 jti）',
    'Wait as Retry-After says and send the same with a new jti',
  ),
  UNAVAILABLE: say(
    '存储暂不可用；提交中的操作结果未知',
    'The store does not answer now; what was being committed is unknown',
    '稍后原样重发：已入账的会得到同一决定',
    'Send the same again a little later: what was booked is answered with the same decision',
  ),
};
