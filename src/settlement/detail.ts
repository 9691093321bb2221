import type { RecordedSettlement } from '../ledger/ledger.ts';
import { Money } from '../money/money.ts';
import { Refusal } from '../problem/refusal.ts';
import { currentDocument } from './decision-document.ts';
import { type AmendmentBody, settleBody } from './record.ts';
import type { DecisionDetailDocument, DetailTerms } from './review-documents.ts';
import type { FrozenTerms } from './terms.ts';

/** A scheme's own part of a decision and everything it hung on, for a dispute; what other schemes decided stays theirs. */
export function decisionDetail(
  scheme: string,
  settlement: RecordedSettlement,
  resolutions: DecisionDetailDocument['resolutions'],
  rulesText: (digest: string) => string,
): DecisionDetailDocument {
  const { record, entry, amendment } = settlement;
  const body = settleBody(entry);
  const decision = currentDocument(settlement);
  const own = <T extends { readonly scheme: string | null }>(rows: readonly T[]) =>
    rows.filter((row) => row.scheme === scheme);
  const first = decision.schemes.findIndex((row) => row.scheme === scheme);
  const earlier = decision.schemes.slice(0, first).map(({ insurerPaid }) => Money.of(insurerPaid));
  const ownTerms = (frozen: readonly FrozenTerms[]) =>
    frozen.filter(({ policy }) => policy.scheme === scheme).map((one) => termsDocument(one, rulesText));
  return {
    decisionId: decision.decisionId,
    settlementId: decision.settlementId,
    hospitalId: decision.hospitalId,
    attempt: decision.attempt,
    standing: record.status,
    decidedAt: decision.decidedAt,
    businessDate: decision.businessDate,
    claim: claimDocument(body.claim),
    hospital: { ...body.hospital },
    earlierSchemesPaid: Money.sum(earlier).toFixed2(),
    schemes: own(decision.schemes),
    explanation: own(decision.explanation),
    adjustments: own(decision.adjustments),
    resolutions,
    reversal: decision.reversal,
    acknowledgedAt: decision.acknowledgedAt,
    terms: ownTerms(body.terms),
    amendment: amendment === null ? null : amendmentDocument(settlement, ownTerms),
    journal: { seq: entry.seq, memberSeq: entry.memberSeq, previous: entry.previous, hash: entry.hash },
  };
}

export function decisionNotFound(): Refusal {
  return new Refusal('DECISION_NOT_FOUND', {
    detail: '本方案没有参与这样的决定',
    detailEn: 'There is no such decision that this scheme has a part in',
  });
}

/** The insurer knows the person by the policy number. */
function claimDocument(shown: unknown): DecisionDetailDocument['claim'] {
  const { patient, ...rest } = shown as { patient: { idType: string; insuredRegion: string } };
  return { ...rest, patient: { idType: patient.idType, insuredRegion: patient.insuredRegion } };
}

function amendmentDocument(
  { amendment, record }: RecordedSettlement,
  ownTerms: (frozen: readonly FrozenTerms[]) => DetailTerms[],
): DecisionDetailDocument['amendment'] {
  if (amendment === null) return null;
  const { reason, terms } = JSON.parse(amendment.body) as AmendmentBody;
  return { seq: amendment.seq, reason, terms: ownTerms(terms[record.decisionId] ?? []) };
}

function termsDocument(
  { policy, facts, lists, shares, schemeDigest }: FrozenTerms,
  rulesText: (digest: string) => string,
): DetailTerms {
  const { scheme: _scheme, nameKey: _name, familyBorne, familyUsed, ...rest } = policy;
  return {
    policy: {
      ...rest,
      cohorts: [...rest.cohorts],
      preexisting: [...rest.preexisting],
      ...(familyBorne === undefined ? {} : { familyBorne: [...familyBorne] }),
      ...(familyUsed === undefined ? {} : { familyUsed: { ...familyUsed } }),
    },
    facts: { ...facts },
    lists: { ...lists },
    shares: shares.map(([insurer, share]) => ({ insurer, share })),
    rules: { digest: schemeDigest, text: rulesText(schemeDigest) },
  };
}
