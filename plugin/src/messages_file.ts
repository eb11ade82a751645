/** A `messages.json` read without the browser's help: on the website, and in tests. Values stand at `$1` … `$9`. */
export type Messages = Readonly<Record<string, { readonly message: string }>>;

export function filled(words: string, given: readonly string[]): string {
  return words.replace(/\$(\d)/g, (_whole, digit: string) => given[Number(digit) - 1] ?? "");
}

export function finder(messages: Messages): (name: string, given: string[]) => string {
  return (name, given) => filled(messages[name]?.message ?? "", given);
}
