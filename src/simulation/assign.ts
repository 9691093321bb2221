/** The usual beginning of a line: its first object is the policy, and the policy number stands in it without escapes. */
const USUAL = /^\{\s*"policy"\s*:\s*\{[^{}]*?"policyNo"\s*:\s*"([^"\\]+)"/;

/** The policy number of a line; empty where it has none. Most lines need not be parsed for it. */
export function policyNoOf(text: string): string {
  const usual = USUAL.exec(text)?.[1];
  if (usual !== undefined) return usual;
  try {
    const value = JSON.parse(text) as { policy?: { policyNo?: unknown } } | null;
    const found = value?.policy?.policyNo;
    return typeof found === 'string' ? found : '';
  } catch {
    return '';
  }
}

/** Which of so many threads runs a policy (FNV-1a): always the same, so that its claims stay in order. */
export function threadOf(policyNo: string, threads: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < policyNo.length; index++) {
    hash = Math.imul(hash ^ policyNo.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % threads;
}
