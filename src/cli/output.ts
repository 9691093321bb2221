/** What people read goes to stdout; logs, progress and failures go to stderr. */

/** One or more lines for people. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One or more lines beside the result. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
