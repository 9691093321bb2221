import { say } from './say.ts';
import { statement } from './statement.ts';

/** Statements that do not depend on a scheme. */

export const ANY_EARLIER_DISEASE = say('十二种中的任一种', 'any of the twelve');

export const PUBLIC = statement('医院为公立', '医院不是公立', 'the hospital is public', 'the hospital is not public');
export const DESIGNATED = statement(
  '医院为定点医疗机构',
  '医院不是定点医疗机构',
  'the hospital is a designated one',
  'the hospital is not a designated one',
);
export const BY_DRG = statement(
  '医院按疾病诊断相关分组（DRG）付费',
  '医院未按疾病诊断相关分组（DRG）付费',
  'the hospital is paid by diagnosis-related groups (DRG)',
  'the hospital is not paid by diagnosis-related groups (DRG)',
);
export const SETTLED = statement(
  '基本医疗保险已结算',
  '基本医疗保险未结算',
  'basic insurance has settled',
  'basic insurance has not settled',
);
export const PAID_BEFORE = statement(
  '本次之前本保单已获赔付',
  '本次之前本保单未获赔付',
  'something was paid under this policy before this claim',
  'nothing was paid under this policy before this claim',
);
export const ENROLLED_LATE = statement(
  '保单晚于统一保障期首日生效（补充参保）',
  '保单自统一保障期首日起生效',
  'the policy began after the first day of cover (late enrollment)',
  'the policy began on the first day of cover',
);
export const FIRST_YEAR = statement(
  '参保人为首次参保',
  '参保人此前已参保',
  'the member is insured for the first time',
  'the member was insured before',
);
