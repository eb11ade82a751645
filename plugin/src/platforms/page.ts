/** Looking at a page that somebody else writes and changes. Nothing here throws because something is missing. */

/** What holds an icon: its text is a ligature (`call_end`), never a word or a name. */
export const ICONS = "i, svg, .google-symbols, .google-material-icons, .material-icons, .material-icons-extended";

export function all(root: ParentNode, selector: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selector)];
}

export function has(root: ParentNode, selector: string): boolean {
  return root.querySelector(selector) !== null;
}

/** What a person reads there, without icons. */
export function plain(node: Element | null | undefined): string {
  if (!node) return "";
  let text = "";
  for (const child of node.childNodes) {
    if (child.nodeType === 3) text += child.nodeValue ?? "";
    else if (child.nodeType === 1 && !(child as Element).matches(ICONS)) text += ` ${plain(child as Element)} `;
  }
  return squeezed(text);
}

/** The accessible label, else what a person reads. */
export function label(element: Element | null | undefined): string {
  return squeezed(element?.getAttribute("aria-label") ?? "") || plain(element);
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Compares as people read: no case, one kind of apostrophe and space. */
export function folded(text: string): string {
  return squeezed(text).toLowerCase().replaceAll("’", "'");
}

/** One of the words stands in the text. */
export function says(text: string, words: readonly string[]): boolean {
  const lower = folded(text);
  return words.some((word) => lower.includes(folded(word)));
}

/** The text is exactly one of the words. */
export function isOneOf(text: string, words: readonly string[]): boolean {
  const lower = folded(text);
  return words.some((word) => lower === folded(word));
}

/** Buttons by the ligature of their icon: the same in every language. */
export function byIcon(root: ParentNode, ...names: string[]): HTMLElement | null {
  for (const icon of root.querySelectorAll<HTMLElement>(ICONS)) {
    if (names.includes(icon.textContent.trim())) {
      const button = icon.closest<HTMLElement>("button, [role=button]");
      if (button) return button;
    }
  }
  return null;
}

/** The only number in a text: `People - 12 joined`. Null where there is none or several, and for `9+`, which is no count. */
export function numberIn(text: string): number | null {
  const found = text.match(/\d+/g);
  return found?.length === 1 && !/\d\s*\+/.test(text) ? Number(found[0]) : null;
}

/** A row that stands for several people ("and 2 more", "+3"): no person, and proof that the list is not whole. */
export function isRest(text: string): boolean {
  return /^(?:and |und )?\+?\s?\d+(?: \S+)?$/i.test(text.trim());
}

/** Not taken out of sight by an attribute. (Whether CSS hides it would cost a layout for every look.) */
export function isOffered(element: Element): boolean {
  return element.closest("[hidden], [inert]") === null;
}
