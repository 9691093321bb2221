/** Columns that a text takes in a terminal: a Chinese character takes two. */
export function terminalWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
}
