import type { InsurerShare } from '../adjudication/input.ts';
import { Money } from '../money/money.ts';
import { Refusal } from '../problem/refusal.ts';

/** The scheme fact that says how insurers share what the scheme pays. */
export const INSURER_SHARES = 'insurerShares';

const SHARE = /^([A-Za-z0-9._-]{1,64})\s*=\s*(0\.\d{1,6}|1(?:\.0{1,6})?)$/;

function refused(zh: string, en: string): Refusal {
  return new Refusal('INVALID_PARAMETER', { detail: `${INSURER_SHARES}：${zh}`, detailEn: `${INSURER_SHARES}: ${en}` });
}

/**
 * Reads shares such as `INS-A=0.40;INS-B=0.35;INS-C=0.25`, the lead insurer first.
 *
 * @throws Refusal `INVALID_PARAMETER` where a share is not positive or has more than 6 decimals, an insurer occurs twice,
 *   or the sum is not exactly 1
 */
export function parseShares(text: string): InsurerShare[] {
  const shares = text.split(';').map((part, index) => {
    const [, insurer, share] = SHARE.exec(part.trim()) ?? [];
    if (insurer === undefined || share === undefined || Money.of(share).isZero()) {
      throw refused(
        `第 ${index + 1} 项须写作“机构=份额”，份额大于 0、不超过 1、至多六位小数，如 INS-A=0.40;INS-B=0.60`,
        `part ${index + 1} must be insurer=share, above 0 and at most 1 with at most 6 decimals, such as INS-A=0.40;INS-B=0.60`,
      );
    }
    return { insurer, share: Money.of(share) };
  });
  if (new Set(shares.map(({ insurer }) => insurer)).size < shares.length) {
    throw refused('同一机构出现两次', 'an insurer occurs twice');
  }
  const sum = Money.sum(shares.map(({ share }) => share));
  if (!sum.eq(Money.ONE)) throw refused(`份额之和须为 1，现为 ${sum}`, `the shares must sum to 1, not to ${sum}`);
  return shares;
}

/** Shares as they are stored: one text for one meaning. */
export function formatShares(shares: readonly InsurerShare[]): string {
  return shares.map(({ insurer, share }) => `${insurer}=${share}`).join(';');
}
