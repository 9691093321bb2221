/** What an example scheme begins with: all of it that is not what its test is about. */
export function schemeHead(scheme: string, zh: string, en: string, number: string): string {
  return `
scheme: ${scheme}
name: { zh: ${zh}, en: ${en} }
documents: { notice: { number: ${number}, title: { zh: 例, en: Example } } }
precedence: 10
region: '3799'
area: { local: region, clause: notice 一 }
coverage: { from: 2025-01-01, to: 2025-12-31, clause: notice 一 }
premium: { amount: 100, clause: notice 一 }
gates: []
`;
}
