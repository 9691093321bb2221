/** Where progress is shown: standard error, or what stands for it. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const BAR = 30;

/**
 * Shows how much of a file has been read: a bar on a terminal, elsewhere a line for every tenth.
 *
 * @returns to be told the share, 0 to 1
 */
export function progressMeter(stream: ProgressStream): (share: number) => void {
  let shown = stream.isTTY === true ? -1 : 0;
  return (share) => {
    const percent = Math.floor(share * 100);
    if (stream.isTTY === true) {
      if (percent === shown) return;
      const full = Math.floor((BAR * percent) / 100);
      const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
      stream.write(`\r${bar} ${String(percent).padStart(3)}%${percent === 100 ? '\n' : ''}`);
      shown = percent;
    } else if (percent >= shown + 10) {
      shown = percent - (percent % 10);
      stream.write(`${shown}%\n`);
    }
  };
}
