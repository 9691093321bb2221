import type { Bilingual } from '../scheme/words.ts';

/** All that a verification can find, in words. The list is closed: a code never changes its meaning. */
export const FLAWS = {
  ENTRY_ALTERED: { zh: '账本记录与其哈希不符', en: 'an entry is not what its hash says' },
  CHAIN_BROKEN: { zh: '账本记录不接续前一条', en: 'an entry does not follow the one before it' },
  HEAD_DIFFERS: {
    zh: '链尾、版本或序号与账本不符',
    en: "a chain's head, length or numbers are not those of its entries",
  },
  ENTRIES_UNCHAINED: { zh: '账本记录不属于任何链', en: 'entries belong to no chain' },
  PERSONAL_UNREADABLE: { zh: '个人信息密文无法解开', en: 'personal data cannot be decrypted' },
  SETTLEMENTS_DIFFER: { zh: '结算表与账本不符', en: 'the settlements do not follow from the journal' },
  PERMISSIONS_DIFFER: { zh: '逾期冲正许可表与账本不符', en: 'the permissions do not follow from the journal' },
  MESSAGES_DIFFER: { zh: '报文表与账本不符', en: 'the messages do not follow from the journal' },
  POSTINGS_DIFFER: { zh: '记账表与账本不符', en: 'the postings do not follow from the journal' },
  BOOKINGS_DIFFER: { zh: '人工记账表与账本不符', en: 'the bookings do not follow from the journal' },
  REVIEWS_DIFFER: { zh: '待审表与账本不符', en: 'the reviews do not follow from the journal' },
  ACCUMULATORS_DIFFER: { zh: '累计与账本重算不符', en: 'the accumulators are not those of a fresh run' },
  PAYOUT_DIFFERS: { zh: '赔付与账本重算不符', en: 'what was paid is not what a fresh run pays' },
  PARTIES_DIFFER: { zh: '参与方表与审计链不符', en: 'the parties are not those of the audit trail' },
  REVOKED_KEYS_DIFFER: { zh: '已作废密钥表与审计链不符', en: 'the revoked keys are not those of the audit trail' },
  ACCOUNTS_DIFFER: { zh: '控制台账户与审计链不符', en: 'the console accounts are not those of the audit trail' },
  LISTS_DIFFER: { zh: '目录表与审计链不符', en: 'the lists are not those of the audit trail' },
  FACTS_DIFFER: { zh: '参数表与审计链不符', en: 'the facts are not those of the audit trail' },
  ROSTER_DIFFERS: { zh: '名册与审计链不符', en: 'the roster is not that of the audit trail' },
  REVISION_DIFFERS: { zh: '变更计数与审计链不符', en: 'the revision is not that of the audit trail' },
  DATA_KEYS_DIFFER: { zh: '库内密钥与审计链不符', en: 'the stored keys are not those of the audit trail' },
  RULES_DIFFER: {
    zh: '规则文本与其摘要不符，或账本所用规则缺失',
    en: 'rules are not what their digest says, or are missing',
  },
  RECONCILIATIONS_DIFFER: { zh: '对账记录与账本不符', en: 'the reconciliations are not those of the journal' },
  DIFFERENCES_DIFFER: { zh: '对账差异与账本不符', en: 'the differences are not those of the journal' },
  CONFIRMATIONS_DIFFER: { zh: '医院对账确认与账本不符', en: 'the confirmations are not those of the journal' },
  FILES_DIFFER: { zh: '交换文件无法解开', en: 'an exchanged file cannot be decrypted' },
  SEAL_CHAIN: { zh: '封账链断裂', en: 'the chain of seals is broken' },
  DAY_ORDER: { zh: '封账日不连续', en: 'a sealed day is missing' },
  DAY_TABLE: { zh: '封账日表与账本不符', en: 'the table of sealed days is not that of the journal' },
  JOURNAL_ROOT: { zh: '业务日的账本摘要与封账不符', en: "a day's entries are not those that were sealed" },
  DAILY_FILE: { zh: '日文件与封账不符', en: 'a daily file is not the one that was sealed' },
  MANIFEST_CHAIN: { zh: '清单链断裂', en: 'the chain of manifests is broken' },
  MANIFEST_SIGNATURE: { zh: '清单签名不符', en: "a manifest's signature does not hold" },
  ENTRY_OUTSIDE: { zh: '有记录落在封账日之外', en: 'an entry lies outside the sealed days' },
  UNREADABLE: { zh: '内容无法读取', en: 'what is stored cannot be read' },
} as const satisfies Record<string, Bilingual>;

export type FlawCode = keyof typeof FLAWS;

/** The first difference that a verification finds: it stops there. */
export class StoreDiffers extends Error {
  readonly flaw: FlawCode;
  /** Which row, entry or day. Nothing personal. */
  readonly where: string;

  constructor(flaw: FlawCode, where: string, options?: ErrorOptions) {
    super(`${flaw}: ${where}`, options);
    this.name = 'StoreDiffers';
    this.flaw = flaw;
    this.where = where;
  }
}
