import { escapeHtml } from '../../text/html.ts';
import { countText } from '../figures.ts';

/** A group of bars: its name, and for each series a size and what it says when pointed at. */
export interface BarGroup {
  readonly label: string;
  readonly bars: readonly { readonly size: number; readonly says: string }[];
}

/** Half a page, and a whole one: so wide that letters come out at their size. */
const HALF = 500;
const WHOLE = 1000;
/** Room for the figure at the end of a lying bar. */
const FIGURE = 190;

/** Upright bars by group; the first series is the present rules, the second the changed ones. */
export function columnChart(title: string, groups: readonly BarGroup[]): string {
  const height = 200;
  const top = 22;
  const most = Math.max(1, ...groups.flatMap((group) => group.bars.map((bar) => bar.size)));
  const slot = HALF / groups.length;
  const columns = groups.map((group, index) => {
    const each = (slot * 0.72) / group.bars.length;
    const bars = group.bars.map((bar, series) => {
      const tall = (bar.size / most) * height;
      const x = index * slot + slot * 0.14 + series * each;
      const rect = `<rect class="s${series}" x="${at(x)}" y="${at(top + height - tall)}" width="${at(each * 0.92)}" height="${at(tall)}" rx="2"/>`;
      const label =
        group.bars.length === 1 && bar.size > 0
          ? `<text class="v" x="${at(x + each * 0.46)}" y="${at(top + height - tall - 6)}">${escapeHtml(short(bar.says))}</text>`
          : '';
      return `<g><title>${escapeHtml(`${group.label}: ${bar.says}`)}</title>${rect}${label}</g>`;
    });
    const middle = at(index * slot + slot / 2);
    return `${bars.join('')}<text class="x" x="${middle}" y="${top + height + 18}">${escapeHtml(group.label)}</text>`;
  });
  const base = `<line class="axis" x1="0" y1="${top + height}" x2="${HALF}" y2="${top + height}"/>`;
  return svg(title, HALF, top + height + 30, base + columns.join(''));
}

/** Lying bars, one group under the other, each with its figure at the end. */
export function barChart(title: string, groups: readonly BarGroup[]): string {
  const row = 20;
  const most = Math.max(1, ...groups.flatMap((group) => group.bars.map((bar) => bar.size)));
  let y = 0;
  const parts = groups.map((group) => {
    const name = `<text class="n" x="0" y="${y + 13}">${escapeHtml(group.label)}</text>`;
    const bars = group.bars.map((bar, series) => {
      const top = y + 20 + series * row;
      const wide = (bar.size / most) * (WHOLE - FIGURE);
      return `<rect class="s${series}" x="0" y="${top}" width="${at(Math.max(wide, 1))}" height="${row - 5}" rx="2"/><text class="e" x="${at(wide + 8)}" y="${top + 12}">${escapeHtml(bar.says)}</text>`;
    });
    y += 34 + group.bars.length * row;
    return name + bars.join('');
  });
  return svg(title, WHOLE, y, parts.join(''));
}

/** Members by difference, losses above gains, each in its colour. */
export function differenceChart(title: string, groups: readonly (BarGroup & { readonly gain: boolean })[]): string {
  const row = 24;
  const middle = 170;
  const most = Math.max(1, ...groups.flatMap((group) => group.bars.map((bar) => bar.size)));
  const parts = groups.map((group, index) => {
    const [bar] = group.bars;
    const wide = ((bar?.size ?? 0) / most) * (WHOLE - middle - FIGURE);
    const y = index * row;
    return `<text class="l" x="${middle - 12}" y="${y + 15}">${escapeHtml(group.label)}</text><rect class="${group.gain ? 'gain' : 'loss'}" x="${middle}" y="${y + 3}" width="${at(Math.max(wide, 1))}" height="${row - 8}" rx="2"/><text class="e" x="${at(middle + wide + 8)}" y="${y + 15}">${escapeHtml(bar?.says ?? '')}</text>`;
  });
  return svg(title, WHOLE, groups.length * row, parts.join(''));
}

function svg(title: string, width: number, height: number, body: string): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">${body}</svg>`;
}

/** A coordinate with as many digits as a screen shows. */
function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A large count in few characters, to stand on a narrow bar. */
function short(says: string): string {
  const count = Number(says.replaceAll(',', ''));
  if (Number.isNaN(count) || count < 10_000) return says;
  return `${countText(Math.round(count / 1000))}k`;
}
