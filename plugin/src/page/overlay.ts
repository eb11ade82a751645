import { Overlay } from "../overlay.js";
import { text } from "../text.js";
import { because } from "../words.js";
import { parts } from "./parts.js";

let overlay: Overlay | undefined;

parts().overlay = {
  make: (answers) => (overlay = new Overlay(answers)),
  why: (line) => (line ? because(line) : text("why_button")),
  failed: () => text("overlay_failed"),
  // What says *You left* stays for its moment; a countdown ends with its call.
  gone: () => { if (overlay?.isCounting) overlay.hide(); },
};
