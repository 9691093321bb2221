import { Money } from '../../../money/money.ts';
import { type Html, html } from '../../html/html.ts';
import { picture } from '../../html/parts.ts';

/** One slot of a picture, and how large the bar in it is. */
export interface Bar {
  readonly label: string;
  /** Yuan, or a count, as text; undefined for no bar. */
  readonly size: string | undefined;
  /** What is said of it. */
  readonly says: string;
}

const WIDTH = 744;
const HEIGHT = 150;
const TOP = 32;
const LABELS = 30;

/**
 * Upright bars, one for each day of a month; those below 0 hang down. The figures stand in a table beside it.
 *
 * @param given.figure which of the colours for pictures
 * @param given.shown an amount as people read it
 */
export function columns(given: {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly bars: readonly Bar[];
  readonly figure: 1 | 2;
  readonly shown: (size: string) => string;
}): Html {
  const { id, title, description, bars, figure, shown } = given;
  const sizes = bars.map(({ size }) => Money.of(size ?? '0'));
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
    return html`<g><title>${label}: ${says}</title>${tall > 0 && html`<rect class="bar figure-${figure}" x="${place(x + slot * 0.15)}" y="${place(y)}" width="${place(slot * 0.7)}" height="${place(tall)}"/>`}<text class="bar-label${index % 5 === 4 && ' fifth'}" x="${place(x + slot / 2)}" y="${TOP + HEIGHT + 22}">${label}</text></g>`;
  });
  const highest = sizes.findIndex((size) => size.eq(most));
  const scale =
    most.isPositive() &&
    html`<line class="scale" x1="0" y1="${TOP}" x2="${WIDTH}" y2="${TOP}"/><text class="scale-label" x="0" y="${TOP - 7}">${shown(bars[highest]?.size ?? '')}</text>`;
  const axis = html`<line class="axis" x1="0" y1="${place(zero)}" x2="${WIDTH}" y2="${place(zero)}"/>`;
  const height = TOP + HEIGHT + LABELS;
  return picture({ id, title, description, width: WIDTH, height, content: html`${scale}${content}${axis}` });
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
