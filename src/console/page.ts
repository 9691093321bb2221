import type { Role } from '../accounts/role.ts';
import type { Session } from '../accounts/sessions.ts';
import type { Gateway, Party } from '../http/gateway.ts';
import type { FileAnswer } from '../http/reply.ts';
import type { Shared } from '../http/shared/shared.ts';
import type { Bilingual } from '../scheme/words.ts';
import type { Html } from './html/html.ts';
import type { Language } from './language.ts';

/** Somebody who is signed in, and for whom. */
export interface User {
  readonly name: string;
  readonly role: Role;
  readonly party: Party;
  readonly session: Session;
}

/** One request for a page, as its handler sees it. */
export interface Visit {
  /** The services of the gateway: the same that answer signed calls. Pages know no other way to anything. */
  readonly gateway: Gateway;
  /** How many processes answer, and what this one and all of them have counted. */
  readonly shared: Pick<Shared, 'processes' | 'registry' | 'metrics'>;
  readonly language: Language;
  /** A text in the reader's language. */
  say(words: Bilingual): string;
  /** The address of a path below the console. */
  url(path: string, query?: Readonly<Record<string, string>>): string;
  /** A parameter of the path; empty where there is none of that name. */
  param(name: string): string;
  readonly query: URLSearchParams;
  /** What was typed; empty for GET. */
  readonly form: URLSearchParams;
  /** The file that was chosen in a form that has a field for one. */
  readonly file: Uint8Array | undefined;
  /** What every form carries. */
  readonly formToken: string;
  /** The path below the console, and its query. */
  readonly here: string;
  readonly requestId: string;
  readonly user: User | undefined;
  /** The pages that stand in the navigation, for this user. */
  readonly navigation: readonly { readonly path: string; readonly words: Bilingual }[];
}

/** A visit of somebody who is signed in. */
export interface UserVisit extends Visit {
  readonly user: User;
}

/** What a handler answers: a page, or where to go on. */
export type Answer =
  | { readonly title: string; readonly body: Html; readonly status?: number }
  | {
      /** The path below the console. */
      readonly to: string;
      readonly query?: Readonly<Record<string, string>>;
      /** The id of a new session; null where there is none any more. */
      readonly session?: string | null;
    }
  | {
      /** Something to keep on one's own machine, as the signed calls answer it. */
      readonly file: FileAnswer;
    };

interface PageBase {
  readonly method: 'GET' | 'POST';
  /** Below the console, '' for its home; parameters as `{name}`. A path that has POST has GET, too. */
  readonly path: string;
  /** What it is called in the navigation; without this it is not in it. */
  readonly navigation?: Bilingual;
}

/** A page for those who are not signed in. */
export interface PublicPage extends PageBase {
  readonly roles: 'anyone';
  readonly handler: (visit: Visit) => Answer | Promise<Answer>;
}

/**
 * A page for certain roles. Where its path has a parameter `{scheme}`, an insurer's people come in only for schemes of
 * their insurer; what is a hospital's is asked for by `visit.user.party.id`, never by what the browser sent.
 */
export interface UserPage extends PageBase {
  readonly roles: readonly Role[];
  /** Also before a password that somebody else made was changed. */
  readonly beforePasswordChange?: true;
  /** Counts as one of the party's eligibility questions, which are limited by themselves. */
  readonly eligibility?: true;
  /** Its form has a file in it. */
  readonly takesFile?: true;
  readonly handler: (visit: UserVisit) => Answer | Promise<Answer>;
}

export type Page = PublicPage | UserPage;
