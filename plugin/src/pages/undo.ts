/** What was removed can be brought back, until the next removal. */
import { text } from "../text.js";
import { button, el, part } from "./dom.js";

let fading: ReturnType<typeof setTimeout> | undefined;
const SHOWN_MS = 20_000;

export function offerUndo(what: string, undo: () => void): void {
  clearTimeout(fading);
  const place = part("undo");
  const close = (): void => { place.replaceChildren(); };
  place.replaceChildren(el("span", {}, text("removed", what)), button(text("undo"), () => { undo(); close(); }));
  fading = setTimeout(close, SHOWN_MS);
}
