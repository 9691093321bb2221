import { Money } from '../../../money/money.ts';
import { type Html, html } from '../../html/html.ts';
import { picture } from '../../html/parts.ts';

/** One bar of a picture: where it stands, and how large it is. */
export interface Bar {
  readonly label: string;
  /** Yuan, or a count, as text. */
  readonly size: string;
  /** What is said of it. */
  readonly says: string;
}

const WIDTH = 900;
const HEIGHT = 180;
const TOP = 10;
const LABELS = 22;

/**
 * Upright bars, one for each day of a month; those below 0 hang down. The figures stand in a table beside it.
 *
 * @param given.figure which of the colours for pictures
 */
export function columns(given: {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly bars: readonly Bar[];
  readonly figure: 1 | 2;
}): Html {
  const { id, title, description, bars, figure } = given;
  const sizes = bars.map(({ size }) => Money.of(size));
  const most = Money.max(Money.ZERO, ...sizes);
  const least = Money.min(Money.ZERO, ...sizes);
  const pixels = pixelsOf(HEIGHT, most.minus(least));
  const zero = TOP + pixels(most);
  const slot = WIDTH / Math.max(bars.length, 1);
  const content = bars.map(({ label, says }, index) => {
    const size = sizes[index] ?? Money.ZERO;
    const tall = pixels(size.abs());
    const x = index * slot;
    const y = size.isNegative() ? zero : zero - tall;
    return html`<g><title>${label}: ${says}</title><rect class="bar figure-${figure}" x="${place(x + slot * 0.15)}" y="${place(y)}" width="${place(slot * 0.7)}" height="${place(tall)}"/>
<text class="bar-label" x="${place(x + slot / 2)}" y="${TOP + HEIGHT + 16}">${label}</text></g>`;
  });
  const axis = html`<line class="axis" x1="0" y1="${place(zero)}" x2="${WIDTH}" y2="${place(zero)}"/>`;
  return picture({
    id,
    title,
    description,
    width: WIDTH,
    height: TOP + HEIGHT + LABELS,
    content: html`${content}${axis}`,
  });
}

/** How many pixels an amount is, where all of them are `most`. */
export function pixelsOf(height: number, most: Money): (size: Money) => number {
  return (size) =>
    most.isZero()
      ? 0
      : Number(
          size
            .share(Money.of(String(height)), most)
            .roundFen()
            .toFen(),
        ) / 100;
}

/** A place in a picture. */
export function place(pixels: number): string {
  return pixels.toFixed(2);
}
