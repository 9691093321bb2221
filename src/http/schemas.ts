import { z } from 'zod';
import { auditDocument } from '../audit/documents.ts';
import { claimSchema } from '../claim/claim.ts';
import { dailyFilesDocument, manifestDocument } from '../clearing/days/documents.ts';
import { experienceDocument } from '../clearing/experience/documents.ts';
import { reconciliationDocument, reconciliationsDocument } from '../clearing/reconciliation/documents.ts';
import { hospitalClearingDocument, schemeClearingDocument } from '../clearing/statement/documents.ts';
import { PROBLEMS } from '../problem/catalogue.ts';
import { registryFile } from '../roster/party.ts';
import { partyKeysDocument, publicKeySet, revocationRequest, suspensionRequest } from '../roster/party-keys.ts';
import {
  acknowledgementDocument,
  decisionDocument,
  eligibilityDocument,
  reversalDocument,
  reversalRequest,
  statementDocument,
} from '../settlement/documents.ts';
import { eligibilityRequest } from '../settlement/requests.ts';
import {
  decisionDetailDocument,
  externalClaimDocument,
  pendedDocument,
  resolutionDocument,
  reversalPermissionDocument,
} from '../settlement/review-documents.ts';
import {
  externalCancellationRequest,
  externalClaimRequest,
  resolutionRequest,
  reversalPermissionRequest,
} from '../settlement/review-requests.ts';

const count = z.number().int().min(0);
const fieldProblem = z.object({ pointer: z.string(), code: z.string(), message: z.string() });

/** JSON bodies that are read, by their name in OpenAPI. */
export const REQUESTS = {
  Claim: claimSchema,
  EligibilityRequest: eligibilityRequest,
  ReversalRequest: reversalRequest,
  AcknowledgementRequest: z.strictObject({}),
  RegistryFile: registryFile,
  PublicKeySet: publicKeySet,
  RevocationRequest: revocationRequest,
  SuspensionRequest: suspensionRequest,
  ResolutionRequest: resolutionRequest,
  ExternalClaimRequest: externalClaimRequest,
  ExternalCancellationRequest: externalCancellationRequest,
  ReversalPermissionRequest: reversalPermissionRequest,
} as const satisfies Record<string, z.ZodType>;
export type RequestName = keyof typeof REQUESTS;

/** JSON bodies that are answered, by their name in OpenAPI. */
export const DOCUMENTS = {
  Audit: auditDocument,
  Decision: decisionDocument,
  Reversal: reversalDocument,
  Acknowledgement: acknowledgementDocument,
  Statement: statementDocument,
  Eligibility: eligibilityDocument,
  DailyFiles: dailyFilesDocument,
  Manifest: manifestDocument,
  Reconciliation: reconciliationDocument,
  Reconciliations: reconciliationsDocument,
  SchemeClearing: schemeClearingDocument,
  HospitalClearing: hospitalClearingDocument,
  Experience: experienceDocument,
  Pended: pendedDocument,
  Resolution: resolutionDocument,
  ExternalClaim: externalClaimDocument,
  DecisionDetail: decisionDetailDocument,
  ReversalPermission: reversalPermissionDocument,
  EnrollmentReport: z.object({
    accepted: count,
    unchanged: count,
    rejected: z
      .array(z.object({ row: z.number().int(), code: z.string(), message: z.string() }))
      .describe('row as a spreadsheet shows it: the header is row 1'),
    rejectedTotal: count.describe('all that were not taken, listed or not'),
  }),
  PartyKeys: partyKeysDocument,
  PartiesReport: z.object({ added: count, changed: count, unchanged: count }),
  Status: z.object({ status: z.string() }),
  GatewayInfo: z.object({ id: z.string(), time: z.string(), version: z.string() }),
  Jwks: z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) }),
  OpenApi: z.looseObject({ openapi: z.string() }),
  SignatureReport: z.object({
    ok: z.boolean(),
    code: z.string().nullable().describe('the code such a request is refused with'),
    checks: z.array(
      z.object({
        name: z.string(),
        ok: z.boolean(),
        expected: z.string(),
        found: z.string(),
        zh: z.string(),
        en: z.string(),
        errors: z.array(fieldProblem).optional(),
      }),
    ),
    protectedText: z.string().nullable(),
    protectedHeader: z.unknown(),
    signingInput: z.object({ bytes: count, hex: z.string(), text: z.string() }).nullable(),
  }),
  Problem: z.looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(PROBLEMS)),
    detail: z.string(),
    detailEn: z.string(),
    requestId: z.string(),
    errors: z.array(fieldProblem).optional(),
  }),
} as const satisfies Record<string, z.ZodType>;
export type DocumentName = keyof typeof DOCUMENTS;
