import type {
  BasicInsuranceStatus,
  Category,
  Cause,
  CompensationKind,
  Fund,
  InsuranceKind,
  LineTag,
  Pot,
  Referral,
  Setting,
  Ward,
} from '../../claim/vocabulary.ts';
import type { ChargeKind } from '../base.ts';
import type { AREAS } from '../condition.ts';
import type { EXPERIENCE_RATIOS, FACT_UNITS } from '../declarations.ts';
import type { ConditionCategory } from '../words.ts';
import { say, type Text } from './say.ts';

/** What the closed words of the language are called. A word that is added to the language does not compile without its wording here. */

type Wording<Word extends string> = Readonly<Record<Word, Text>>;

export const SETTING_WORDS: Wording<Setting> = {
  inpatient: say('住院', 'an inpatient stay'),
  outpatient: say('普通门诊', 'ordinary outpatient care'),
  'special-outpatient': say('门诊特殊病种', 'outpatient care of a special disease'),
  pharmacy: say('药店购药', 'a purchase at a pharmacy'),
};

export const WARD_WORDS: Wording<Ward> = {
  ordinary: say('普通部', 'an ordinary ward'),
  special: say('特需部', 'a special-service ward'),
  international: say('国际部', 'an international ward'),
};

export const CAUSE_WORDS: Wording<Cause> = {
  illness: say('疾病', 'illness'),
  accident: say('意外伤害', 'an accident'),
  'third-party': say('第三方责任所致的伤病', 'something a third party is liable for'),
  'work-injury': say('工伤', 'a work injury'),
  maternity: say('生育', 'maternity'),
  cosmetic: say('美容整形', 'cosmetic treatment'),
  infertility: say('不孕不育治疗', 'infertility treatment'),
  assault: say('打架斗殴', 'an assault the patient took part in'),
};

export const REFERRAL_WORDS: Wording<Referral> = {
  none: say('未转诊', 'no referral'),
  filed: say('已备案', 'filed'),
  unfiled: say('未备案', 'not filed'),
  unknown: say('不明', 'not known'),
};

export const AREA_WORDS: Wording<(typeof AREAS)[number]> = {
  local: say('本地', 'in the local area'),
  away: say('本地以外', 'outside the local area'),
  'same-province': say('省内异地', 'elsewhere in the same province'),
  'other-province': say('外省', 'in another province'),
};

export const INSURANCE_WORDS: Wording<InsuranceKind> = {
  employee: say('职工基本医疗保险', 'that of employees'),
  resident: say('城乡居民基本医疗保险', 'that of residents'),
  other: say('职工、居民以外的医疗保障', 'that of neither employees nor residents'),
};

export const STATUS_WORDS: Wording<BasicInsuranceStatus> = {
  active: say('正常', 'active'),
  suspended: say('暂停', 'suspended'),
  interrupted: say('中断', 'interrupted'),
};

export const POT_WORDS: Wording<Pot> = {
  'in-catalog': say('医保目录内个人负担', 'in-catalog personal burden'),
  'out-of-catalog': say('医保目录外个人负担', 'out-of-catalog personal burden'),
};

export const CHARGE_WORDS: Wording<ChargeKind> = {
  'first-self-pay': say('乙类先行自付', 'class B first self-pay'),
  'co-payment': say('医保起付线与按比例自付', "basic insurance's deductible and co-payment"),
  'fully-self-paid': say('全自费', 'fully self-paid charges'),
  'over-limit': say('超限价费用', 'charges over price limits'),
};

export const FIGURE_WORDS: Wording<'total' | 'in-scope' | 'personal'> = {
  total: say('医疗费用总额', 'the whole bill'),
  'in-scope': say('政策范围内费用', 'the in-scope amount'),
  personal: say('个人负担总额', 'the personal burden'),
};

export const FUND_WORDS: Wording<Fund> = {
  'basic-pooling': say('基本医保统筹基金', 'the basic pooling fund'),
  'civil-servant': say('公务员医疗补助', 'the civil-servant subsidy'),
  'employer-supplement': say('企业补充医疗保险', "the employer's supplement"),
  'big-illness': say('大病保险', 'big-illness insurance'),
  'large-amount': say('大额医疗费用补助', 'the large-amount fund'),
  'medical-assistance': say('医疗救助', 'medical assistance'),
  'other-public': say('其他公共基金', 'other public funds'),
};

export const KIND_WORDS: Wording<CompensationKind> = {
  commercial: say('商业保险', 'commercial insurers'),
  charity: say('慈善捐助', 'charities'),
  employer: say('用人单位', 'the employer'),
  relief: say('救助', 'relief'),
  other: say('其他途径', 'other payers'),
};

export const TAG_WORDS: Wording<LineTag> = {
  'donor-organ': say('器官移植的器官源', 'donor organs'),
  'organ-transport': say('器官及供体的转运', 'transport of organs and donors'),
  'car-t': say('细胞免疫疗法（CAR-T）', 'CAR-T cell therapy'),
  'appointed-expert': say('指定专家', 'experts by appointment'),
  'air-conditioning': say('空调', 'air conditioning'),
  meals: say('伙食', 'meals'),
  'third-party-lab': say('第三方机构检测', 'tests by outside laboratories'),
};

export const FEE_WORDS: Wording<Category> = {
  bed: say('床位', 'bed'),
  consultation: say('诊察', 'consultation'),
  examination: say('检查', 'examination'),
  laboratory: say('化验', 'laboratory'),
  treatment: say('治疗', 'treatment'),
  surgery: say('手术', 'surgery'),
  nursing: say('护理', 'nursing'),
  consumable: say('卫生材料', 'consumables'),
  'western-medicine': say('西药', 'western medicine'),
  'herbal-pieces': say('中药饮片', 'herbal pieces'),
  'chinese-patent-medicine': say('中成药', 'Chinese patent medicine'),
  'general-service': say('一般诊疗', 'general service'),
  registration: say('挂号', 'registration'),
  other: say('其他', 'other'),
};

export const CATEGORY_WORDS: Wording<ConditionCategory> = {
  malignancy: say('恶性肿瘤', 'malignancy'),
  'renal-insufficiency': say('肾功能不全', 'renal insufficiency'),
  hepatic: say('肝硬化、肝功能不全', 'cirrhosis or hepatic insufficiency'),
  'ischemic-heart': say('缺血性心脏病、慢性心功能不全', 'ischemic heart disease or chronic heart failure'),
  cerebrovascular: say('脑血管疾病', 'cerebrovascular disease'),
  'hypertension-3': say('高血压病（3级）', 'hypertension of grade 3'),
  'diabetes-complicated': say('糖尿病且伴有并发症', 'diabetes with complications'),
  copd: say('慢性阻塞性肺病、慢性呼吸衰竭', 'chronic obstructive pulmonary disease or chronic respiratory failure'),
  sle: say('系统性红斑狼疮', 'systemic lupus erythematosus'),
  paralysis: say('瘫痪', 'paralysis'),
  'aplastic-anemia': say('再生障碍性贫血', 'aplastic anemia'),
  'ulcerative-colitis': say('溃疡性结肠炎', 'ulcerative colitis'),
};

export const UNIT_WORDS: Wording<(typeof FACT_UNITS)[number]> = {
  share: say('比例', 'a share'),
  yuan: say('金额，元', 'an amount of yuan'),
};

export const RATIO_WORDS: Wording<(typeof EXPERIENCE_RATIOS)[number]> = {
  payout: say('赔付率（赔付÷保费）', 'the payout ratio (payouts ÷ premiums)'),
  surplus: say('盈余率（（保费−赔付）÷保费）', 'the surplus ratio ((premiums − payouts) ÷ premiums)'),
  'net-profit': say(
    '净利润率（（保费−赔付−费用）÷保费）',
    'the net profit ratio ((premiums − payouts − expenses) ÷ premiums)',
  ),
};

export const HOSPITAL_LEVELS: readonly Text[] = [
  say('未定级', 'no level'),
  say('一级', 'level 1'),
  say('二级', 'level 2'),
  say('三级', 'level 3'),
];
