const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;

/** The resident id number of a made-up person: valid by its check character, another one for each number below a million. */
export function residentId(number: number): string {
  const place = 110_105 + Math.floor(number / 1000);
  const digits = `${place}19491231${String(number % 1000).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return digits + '10X98765432'.charAt(sum % 11);
}

export const NAME = '测试甲';
