import { userInfo } from 'node:os';

/** Who runs this command, as the audit trail names them: the user of the operating system. */
export function cliCaller(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    // A container may run as a number that has no name.
    return `cli:${process.getuid?.() ?? 'unknown'}`;
  }
}
