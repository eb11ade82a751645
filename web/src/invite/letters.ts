/** Letters for the member's own mail program: `mailto:` (RFC 6068). Nothing is sent by the page or by the service. */
import type { Letter } from "./config.js";
import { filled } from "../parts/words.js";

export const MOST_HIDDEN = 20;
/** Mail programs and systems cut longer ones (2048 characters is the oldest limit that still bites). */
export const LONGEST = 2000;

/** A letter to nobody yet, to one friend, or to several who do not see each other. */
export function mailto(letter: Letter, link: string, to: readonly string[] = []): string {
  const fields = [`subject=${encodeURIComponent(letter.subject)}`, `body=${encodeURIComponent(crlf(filled(letter.text, { link })))}`];
  const [only] = to;
  if (to.length === 1 && only !== undefined) return `mailto:${encodeURIComponent(only)}?${fields.join("&")}`;
  if (to.length > 1) fields.unshift(`bcc=${to.map(encodeURIComponent).join(",")}`);
  return `mailto:?${fields.join("&")}`;
}

const crlf = (text: string): string => text.replace(/\r?\n/g, "\r\n");

/** Cuts addresses into letters: at most `MOST_HIDDEN` each, and fewer where the address would be too long.
 *  `linkLength` says how long the link for so many friends is. */
export function groups<T extends { address: string }>(letter: Letter, people: readonly T[], linkOf: (count: number) => string): T[][] {
  const made: T[][] = [];
  for (const person of people) {
    const last = made.at(-1);
    const grown = last ? [...last, person] : [];
    const fits = grown.length <= MOST_HIDDEN && mailto(letter, linkOf(grown.length), grown.map((one) => one.address)).length <= LONGEST;
    if (last && fits) last.push(person);
    else made.push([person]);
  }
  return made;
}
