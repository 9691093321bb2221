const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;

/** The resident id number of a made-up person: valid by its check character, one for each number from 0 to 999. */
export function residentId(number: number, region = '110105', born = '19491231'): string {
  const digits = `${region}${born}${String(number).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return digits + '10X98765432'.charAt(sum % 11);
}

export const NAME = '测试甲';
