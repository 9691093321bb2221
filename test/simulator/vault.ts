import { Vault } from '../../src/ledger/vault.ts';

/** A vault whose ciphers are the same in every run: the text itself, with its context before it. Its hashes are real. */
export class TransparentVault extends Vault {
  constructor() {
    super(Buffer.alloc(32, 1), Buffer.alloc(32, 2));
  }

  override seal(text: string, context: string): Buffer {
    return Buffer.from(`${context}\n${text}`, 'utf8');
  }

  override unseal(sealed: Uint8Array, context: string): string {
    const text = Buffer.from(sealed).toString('utf8');
    if (!text.startsWith(`${context}\n`)) throw new Error('a cipher of another context');
    return text.slice(context.length + 1);
  }
}
