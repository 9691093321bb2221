const AMOUNT = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/;
/** An uploaded amount is below a thousand million yuan: so the sums of any file that may be sent stay in 64 bits. */
const UPLOADED = /^-?\d{1,9}(\.\d{1,2})?$/;

/**
 * An amount of yuan as whole fen. Made for a million rows: exact whole numbers, without the decimals that rules need.
 *
 * @returns `undefined` where the text is no amount with at most 2 decimals
 */
export function fenOf(text: string): bigint | undefined {
  const [, sign, whole, places = ''] = AMOUNT.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const fen = BigInt(whole + places.padEnd(2, '0'));
  return sign === '-' ? -fen : fen;
}

/** The same for an amount that somebody uploads. */
export function uploadedFen(text: string): bigint | undefined {
  return UPLOADED.test(text) ? fenOf(text) : undefined;
}

/** Whole fen as yuan with two decimals. */
export function yuanOf(fen: bigint): string {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
