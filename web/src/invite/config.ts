/** What the service wrote into the page (`_config` in referrals/views.py and referrals/page_words.py). */
import { wordsOf, type CountedWords } from "../parts/words.js";

export type Trouble =
  | "refused" | "not_all" | "blocked" | "forged" | "offline" | "google" | "empty"
  | "too_many" | "service" | "signed_out" | "changed" | "copying" | "sharing";

export interface Words extends CountedWords {
  make: string; another: string; yours: string; days: string; copy: string; copied: string; share: string; mail: string;
  qr: string; scan: string;
  others: string; ask: string; ask_practice: string; waiting: string; stop: string; reading: string; find: string; no_name: string;
  show: string; all: string; none: string; one_each: string; together: string; how: string; next: string; next_to: string;
  next_group: string; done: string; put_away: string; gone: string; gone_here: string;
  trouble: Readonly<Record<Trouble, string>>;
}

export interface GoogleConfig {
  clientId: string;
  authorize: string;
  people: string;
  revoke: string;
  scope: string;
  othersScope: string;
  practice: boolean;
  redirect: string;
}

export interface Letter {
  subject: string;
  /** `%(link)s` stands where the link goes. */
  text: string;
}

export interface Config {
  tokens: string;
  csrf: string;
  /** Where links lead; a token and a slash come after it. */
  door: string;
  letter: Letter;
  words: Words;
  google: GoogleConfig | null;
}

export const readConfig = (): Config => wordsOf("invite-config") as Config;

/** Something a person can be told, by its name in the words. */
export class Problem extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble); // never anything of a contact: not even here, where nobody reports errors
  }
}
