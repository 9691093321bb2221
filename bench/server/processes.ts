import { execFileSync } from 'node:child_process';

/** A process and its resident memory, in MiB. */
export interface Process {
  readonly pid: number;
  readonly mebibytes: number;
}

/** A process and all that it has started, as `ps` has them. */
export function processTree(root: number): readonly Process[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' });
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (pid: number): Process[] =>
    rows.flatMap(([child = 0, parent = 0, kibibytes = 0]) => [
      ...(child === pid && pid === root ? [{ pid, mebibytes: kibibytes / 1024 }] : []),
      ...(parent === pid ? [{ pid: child, mebibytes: kibibytes / 1024 }, ...below(child)] : []),
    ]);
  return below(root);
}

/** How many processes of a tree serve: its workers, or the one process that has none. */
export function servingProcesses(root: number): number {
  return Math.max(1, processTree(root).length - 1);
}

/** Resident memory of a tree, in MiB. */
export function residentMemory(root: number): number {
  return processTree(root).reduce((total, { mebibytes }) => total + mebibytes, 0);
}
