import { z } from 'zod';
import { claimSchema } from '../../src/claim/claim.ts';
import { isResidentId, normalizeIdNumber, RESIDENT_ID } from '../../src/claim/identity.ts';
import { parseWith } from '../../src/claim/parse.ts';
import { dateOf } from '../../src/time/calendar.ts';
import type { ClaimMessage, MessageKey, SigningHospital } from '../adapter.ts';
import { readCentre } from './centre.ts';
import { readCharges } from './charges.ts';
import { readMoment } from './dates.ts';
import { readDiagnoses } from './diagnoses.ts';
import { isObject, type Json } from './json.ts';
import { readLines } from './lines.ts';
import type { NhsaMessage } from './message.ts';
import { Node } from './node.ts';
import { invalid, missing } from './refusals.ts';
import { agreed, demandOnePerson, demandSame, first, readKind, readTimes } from './visit.ts';

/** More notes than this tell nobody more. */
const MAX_WARNINGS = 20;
/** The social security card as document type. */
const SOCIAL_CARD = '90';

const { encounter, otherCompensation } = claimSchema.shape;
const { ward, cause, referral } = encounter.shape;
const diagnosis = encounter.shape.diagnoses.element;

/** What the national messages lack, in canonical names. */
const supplementSchema = z.strictObject({
  ward: ward.optional(),
  cause: cause.unwrap().optional(),
  referral: referral.optional(),
  otherCompensation: z.array(otherCompensation.unwrap().element).max(100).optional(),
  diagnoses: z
    .array(
      z.strictObject({
        code: diagnosis.shape.code,
        firstConfirmedOn: diagnosis.shape.firstConfirmedOn,
        severe: diagnosis.shape.severe,
      }),
    )
    .max(200)
    .default([]),
});

/**
 * The canonical claim of a 2303, 2304, 2206, 2207, 2101 or 2102 with all its nodes.
 *
 * @throws Refusal `INVALID_BODY` or `AMOUNTS_INCONSISTENT`
 */
export function readClaim(
  message: NhsaMessage,
  infno: string,
  key: MessageKey,
  hospital: SigningHospital,
): ClaimMessage {
  const setlinfo = message.demand('setlinfo', '医保结算信息（中心的应答）', "the settlement (the centre's reply)");
  demandOnePerson(message);
  const supplement = readSupplement(message.only('supplement'));
  const kind = readKind(message, infno);
  const settlementId = settlementIdOf(message, infno, key);
  const { warnings } = message;
  const money = readCharges(setlinfo, warnings);
  const lines = readLines(message.rows('feedetail'), message.rows('result'), warnings);
  const invoice = first(message, 'invono');
  const claim = {
    settlementId,
    patient: {
      ...readPerson(message),
      insuredRegion: regionOf(message),
      insuranceType: demanded(first(message, 'insutype'), 'insutype', '险种类型', 'the insurance type'),
      newborn: setlinfo.flag('nwb_flag'),
      basicInsurance: { status: 'active' as const, settlementId },
    },
    encounter: {
      id: demanded(agreed(message, 'mdtrt_id'), 'mdtrt_id', '就诊 ID', 'the visit id'),
      setting: kind.setting,
      ward: supplement.ward ?? ('ordinary' as const),
      ...readTimes(message, kind),
      cause: supplement.cause ?? kind.cause,
      referral: supplement.referral ?? ('unknown' as const),
      diagnoses: readDiagnoses(message, supplement.diagnoses),
      procedures: readProcedures(message),
    },
    ...money,
    ...(lines === undefined ? {} : { lines }),
    otherCompensation: (supplement.otherCompensation ?? []).map(({ amount, ...rest }) => ({
      ...rest,
      amount: amount.toFixed2(),
    })),
    ...(invoice === undefined ? {} : { invoice: { number: invoice.slice(0, 500) } }),
  };
  const centre = readCentre(message, kind, hospital.centreFunds);
  return { claim, message: key, centre, warnings: shortened(warnings) };
}

/** `setl_id`; the centre's reply to a 2303 has none, so the quote's own message id stands for it. */
function settlementIdOf(message: NhsaMessage, infno: string, key: MessageKey): string {
  const inReply = message.node('setlinfo').text('setl_id');
  const inRequest = message.node('data').text('setl_id');
  demandSame('/input/data/setl_id', inReply, inRequest);
  const quote = ['2303', '2206', '2101'].includes(infno);
  return demanded(inReply ?? inRequest ?? (quote ? key.id : undefined), 'setl_id', '结算 ID', 'the settlement id');
}

function demanded(text: string | undefined, name: string, zh: string, en: string): string {
  if (text === undefined) throw missing(`/input/setlinfo/${name}`, zh, en);
  return text;
}

/** Who it is. Without a type a valid resident number speaks for itself; so does one behind a social security card. */
function readPerson(message: NhsaMessage) {
  const number = demanded(first(message, 'certno', 'cert_no'), 'certno', '证件号码', 'the id number');
  const said = first(message, 'psn_cert_type', 'cert_type', 'patn_cert_type');
  const resident = isResidentId(normalizeIdNumber(number));
  const idType = resident && (said === undefined || said === SOCIAL_CARD) ? RESIDENT_ID : said;
  // A resident number tells the day of birth itself.
  const born = idType === RESIDENT_ID ? undefined : readMoment(first(message, 'brdy') ?? '');
  return {
    ...(born === undefined ? {} : { birthDate: dateOf(born.instant) }),
    idType: demanded(idType, 'psn_cert_type', '证件类型', 'the type of the id document'),
    idNumber: number,
    name: demanded(first(message, 'psn_name'), 'psn_name', '姓名', 'the name'),
  };
}

function regionOf(message: NhsaMessage): string {
  const { envelope } = message;
  const insured =
    envelope.text('insuplc_admdvs') ??
    first(message, 'insuplc_admdvs', 'insu_admdvs') ??
    envelope.text('insu_admdvs', 'mdtrtarea_admvs', 'mdtrtarea_admdvs');
  if (insured === undefined) throw missing('/insuplc_admdvs', '参保地医保区划', 'the division of the insured place');
  return insured;
}

function readProcedures(message: NhsaMessage) {
  const nodes = [...message.rows('oprninfo'), ...message.rows('dscginfo')].map((row) => new Node('', [row], []));
  const found = nodes.flatMap((node) => {
    const code = node.text('oprn_oprt_code');
    return code === undefined ? [] : [[code, node.text('oprn_oprt_name')] as const];
  });
  return [...new Map(found)].map(([code, name]) =>
    name === undefined ? { code } : { code, name: name.slice(0, 500) },
  );
}

function readSupplement(value: Json | undefined) {
  if (value === undefined) return supplementSchema.parse({});
  if (!isObject(value)) throw invalid('/input/supplement', '应为对象', 'An object was expected');
  return parseWith(supplementSchema, value);
}

function shortened(warnings: ClaimMessage['warnings']): ClaimMessage['warnings'] {
  const rest = warnings.length - MAX_WARNINGS;
  if (rest <= 0) return warnings;
  return [...warnings.slice(0, MAX_WARNINGS), { zh: `另有 ${rest} 条提示`, en: `${rest} more notes` }];
}
