import { note } from './output.ts';

/** Where no terminal shows a counting line, a line is written once in so many rows. */
const ROWS_BETWEEN = 10_000;

/** Shows how far a file is read: on a terminal one line that counts, else a line now and then. */
export function showProgress(): (rows: number) => void {
  const { stderr } = process;
  let told = 0;
  return (rows) => {
    if (stderr.isTTY) {
      stderr.write(`\r\x1b[K已读 ${rows} 行 / ${rows} rows read\r`);
    } else if (rows - told >= ROWS_BETWEEN) {
      told = rows;
      note(`已读 ${rows} 行 / ${rows} rows read`);
    }
  };
}
