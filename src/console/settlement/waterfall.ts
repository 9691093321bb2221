import { wrap } from '../../../adapters/mock-his/columns.ts';
import { Money } from '../../money/money.ts';
import { type Html, html } from '../html/html.ts';
import { picture, table, yuan } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Visit } from '../page.ts';
import type { BillRow } from './bill.ts';

const TEXTS = {
  title: { zh: '从费用总额到窗口应收', en: 'From the total charges to the cash at the desk' },
  figures: { zh: '账单', en: 'The bill' },
  item: { zh: '项目', en: 'Item' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  left: { zh: '余额（元）', en: 'What is left (yuan)' },
  none: { zh: '没有账单', en: 'There is no bill' },
} as const satisfies Texts;

/** How a picture of a bill is laid out, in units of its view box. A line of text is 20 high. */
interface Shape {
  readonly name: string;
  readonly width: number;
  /** Columns of text (a Chinese character takes two) after which a name is broken. */
  readonly columns: number;
  /** Where bars may begin and must end. */
  readonly bars: readonly [from: number, to: number];
  /** Whether names stand above their bar, not beside it. */
  readonly above: boolean;
}

/** A desk's screen and paper; and a phone, where everything would be too small to read. */
const SHAPES: readonly Shape[] = [
  { name: 'wide', width: 920, columns: 34, bars: [290, 760], above: false },
  { name: 'slim', width: 360, columns: 26, bars: [1, 359], above: true },
];

const LINE = 20;
const BAR = 18;
const GAP = 12;
/** A bar of little money can still be seen. */
const LEAST = 2;

/** A bill as bars that go down from the total, for a wide and a narrow window: the style sheet shows one of them. */
export function waterfall(visit: Visit, rows: readonly BillRow[]): Html {
  const { say } = visit;
  const description = rows.map((row) => `${say(row.name)} ${signed(row)}`).join(say({ zh: '；', en: '; ' }));
  const pictures = SHAPES.map((shape) => {
    const { height, content } = drawn(visit, rows, shape);
    const drawing = picture({
      id: `waterfall-${shape.name}`,
      title: say(TEXTS.title),
      description,
      width: shape.width,
      height,
      content,
    });
    return html`<div class="waterfall ${shape.name}">${drawing}</div>`;
  });
  return html`${pictures}`;
}

/** The same figures as a table. */
export function billTable({ say }: Visit, rows: readonly BillRow[]): Html {
  return table({
    caption: say(TEXTS.figures),
    empty: say(TEXTS.none),
    rows,
    narrow: true,
    columns: [
      {
        title: say(TEXTS.item),
        cell: (row) => (row.payer === 'level' ? html`<strong>${say(row.name)}</strong>` : say(row.name)),
      },
      { title: say(TEXTS.amount), cell: (row) => row.payer !== 'level' && signed(row), figure: true },
      {
        title: say(TEXTS.left),
        cell: (row) => yuan((row.payer === 'level' ? row.amount : row.to).toFixed2()),
        figure: true,
      },
    ],
  });
}

/** What comes off has a minus, what goes back on a plus; a level, and what the patient pays or gets back, neither. */
export function signed(row: BillRow): string {
  if (row.payer === 'level') return yuan(row.amount.toFixed2());
  if (row.payer === 'patient') return yuan(row.amount.abs().toFixed2());
  return row.amount.isNegative() ? `+${yuan(row.amount.abs().toFixed2())}` : yuan(row.amount.negated().toFixed2());
}

function drawn({ say }: Visit, rows: readonly BillRow[], shape: Shape): { height: number; content: Html } {
  const scale = scaleOf(rows, shape);
  let y = 0;
  let drop: { readonly x: number; readonly y: number } | undefined;
  const content = rows.map((row) => {
    const lines = wrap(say(row.name), shape.columns);
    const text = lines.length * LINE;
    const top = shape.above ? y + text + 2 : y + Math.max(0, (text - BAR) / 2);
    const [from, to] = row.payer === 'level' ? [Money.ZERO, row.amount] : [row.from, row.to];
    const ends = [scale(from), scale(to)];
    const x = Math.min(...ends);
    const wide = Math.max(LEAST, Math.max(...ends) - x);
    const names = lines.map((line, index) => html`<text x="0" y="${y + index * LINE + 14}">${line}</text>`);
    const amount = html`<text class="amount" x="${shape.width}" y="${y + 14}">${signed(row)}</text>`;
    // From where the bar before it ended; not through names that stand above their bars.
    const join =
      !shape.above &&
      drop &&
      html`<line class="join" x1="${at(drop.x)}" y1="${at(drop.y)}" x2="${at(drop.x)}" y2="${at(top)}"/>`;
    drop = { x: scale(to), y: top + BAR };
    y = Math.max(y + text, top + BAR) + GAP;
    return html`${join}<g class="${row.payer}${row.payer !== 'level' && row.amount.isNegative() && ' back'}">${names}<rect x="${at(x)}" y="${at(top)}" width="${at(wide)}" height="${BAR}"/>${amount}</g>`;
  });
  const height = y - GAP + 2;
  const zero = at(scale(Money.ZERO));
  const axis = !shape.above && html`<line class="zero" x1="${zero}" y1="0" x2="${zero}" y2="${height}"/>`;
  return { height, content: html`${axis}${content}` };
}

/** Amounts become numbers here and nowhere else, and only to become positions of bars. */
function scaleOf(rows: readonly BillRow[], { bars: [start, end] }: Shape): (amount: Money) => number {
  const all = rows.flatMap((row) => (row.payer === 'level' ? [row.amount] : [row.from, row.to]));
  const fen = (amount: Money) => Number(amount.toFen());
  const least = fen(Money.min(Money.ZERO, ...all));
  const most = fen(Money.max(Money.ZERO, ...all));
  const unit = most === least ? 0 : (end - start) / (most - least);
  return (amount) => start + (fen(amount) - least) * unit;
}

/** A coordinate with as many digits as a screen shows. */
function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}
