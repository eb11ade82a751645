/** The other half of shared/island_words.py: sentences that the service translated, put together here. */

export interface CountedWords {
  /** The class of each number from 0 to 199, as a digit; after that it repeats with the hundreds. */
  plural: string;
  /** One form per class. */
  counted: Readonly<Record<string, readonly string[]>>;
}

/** Puts values where `%(name)s` stands. A value is never looked into: a name may hold a placeholder. */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/%\((\w+)\)[sd]|%%/g, (whole, name?: string) => name === undefined ? "%" : String(values[name] ?? whole));
}

/** The form that gettext chose for this number, with the number in it. */
export function counted(words: CountedWords, name: string, number: number): string {
  const place = number < 200 ? number : 100 + (number % 100);
  const form = words.counted[name]?.[Number(words.plural[place])] ?? "";
  return filled(form, { n: number });
}

/** The words that the service wrote into the page as `<script type="application/json" id=…>`. */
export function wordsOf(id: string): unknown {
  const written = document.getElementById(id)?.textContent;
  if (!written) throw new Error(`The page has no words in #${id}`);
  return JSON.parse(written);
}
