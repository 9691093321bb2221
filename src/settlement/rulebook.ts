import type { Hospital, InsurerShare } from '../adjudication/input.ts';
import type { SchemeLibrary } from '../scheme/library.ts';
import type { CodeList } from '../scheme/lists.ts';
import { loadSchemeText } from '../scheme/load.ts';
import type { Scheme } from '../scheme/scheme.ts';
import type { Rulebook } from './terms.ts';

/** Where facts, lists, shares and hospitals come from: the registry of parties. */
type Register = Pick<Rulebook, 'facts' | 'lists' | 'listByDigest' | 'shares' | 'hospital'>;

/** The rules in force, from the scheme files and the registry; rules of earlier digests from where they were kept. */
export class CurrentRulebook implements Rulebook {
  readonly #library: SchemeLibrary;
  readonly #register: Register;
  readonly #keptText: (digest: string) => string | undefined;
  readonly #byDigest: Map<string, Scheme>;

  /** @param keptText rule texts by digest, as the ledger keeps them */
  constructor(library: SchemeLibrary, register: Register, keptText: (digest: string) => string | undefined) {
    this.#library = library;
    this.#register = register;
    this.#keptText = keptText;
    this.#byDigest = new Map(library.list().map((scheme) => [scheme.digest, scheme]));
  }

  scheme(id: string): Scheme | undefined {
    return this.#library.get(id);
  }

  schemeByDigest(digest: string): Scheme {
    const known = this.#byDigest.get(digest);
    if (known !== undefined) return known;
    const text = this.#keptText(digest);
    if (text === undefined) throw new Error(`no rules are kept under ${digest}`);
    const scheme = loadSchemeText(text);
    this.#byDigest.set(digest, scheme);
    return scheme;
  }

  facts(scheme: string): Readonly<Record<string, string>> {
    return this.#register.facts(scheme);
  }

  lists(): ReturnType<Rulebook['lists']> {
    return this.#register.lists();
  }

  listByDigest(digest: string): CodeList | undefined {
    return this.#register.listByDigest(digest);
  }

  shares(scheme: string): readonly InsurerShare[] {
    return this.#register.shares(scheme);
  }

  hospital(id: string): Hospital | undefined {
    return this.#register.hospital(id);
  }
}
