/** The text of an answer in a HIS's envelope; one that came in Base64 is answered in Base64. */
export function envelopeText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  const inside = [...text.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)].map(([run]) =>
    Buffer.from(run, 'base64').toString('utf8'),
  );
  return [text, ...inside].join('\n');
}
