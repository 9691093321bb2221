import { Vault } from '../../src/ledger/vault.ts';

/**
 * A vault whose ciphers are the same in every run: the text itself, with its context before it. Its hashes are real, and
 * each is made once.
 */
export class TransparentVault extends Vault {
  readonly #made = new Map<string, string>();

  constructor() {
    super(Buffer.alloc(32, 1), Buffer.alloc(32, 2));
  }

  override memberId(idType: string, idNumber: string): string {
    return this.#once(`member ${idType} ${idNumber}`, () => super.memberId(idType, idNumber));
  }

  override nameKey(name: string): string {
    return this.#once(`name ${name}`, () => super.nameKey(name));
  }

  override seal(text: string, context: string): Buffer {
    return Buffer.from(`${context}\n${text}`, 'utf8');
  }

  override unseal(sealed: Uint8Array, context: string): string {
    const text = Buffer.from(sealed).toString('utf8');
    if (!text.startsWith(`${context}\n`)) throw new Error('a cipher of another context');
    return text.slice(context.length + 1);
  }

  #once(what: string, make: () => string): string {
    const known = this.#made.get(what);
    if (known !== undefined) return known;
    const made = make();
    this.#made.set(what, made);
    return made;
  }
}
