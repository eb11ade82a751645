/** The content script's beginning: nothing is looked at before the first page was passed, and one script speaks for a frame. */
import { passed } from "../answers.js";
import type { KeptHere } from "../kept.js";
import { isMessage } from "../messages.js";
import { Frame } from "./frame.js";
import { parts } from "./parts.js";

const NAMES = ["plan", "exceptions", "switches", "guardsTab"] as const satisfies readonly (keyof KeptHere)[];

let frame: Frame | null = null;
let ended = false;

async function begin(): Promise<void> {
  const isOn = (await passed()).state === "passed";
  const kept = isOn ? await chrome.storage.local.get([...NAMES]) : {};
  if (ended) return;
  if (!isOn) {
    frame?.end();
    frame = null;
  } else if (frame) {
    frame.remember(kept);
  } else {
    frame = new Frame();
    frame.remember(kept);
    frame.begin();
  }
}

function hear(message: unknown): void {
  if (isMessage(message) && (message.type === "lead" || message.type === "order")) frame?.hear(message);
}

function changed(changes: Record<string, unknown>): void {
  if (["first", ...NAMES].some((name) => name in changes)) void begin();
}

// An older script in this frame ends: after an update, or when the worker put this one into an open page.
parts().end?.();
parts().end = () => {
  ended = true;
  frame?.end();
  if (chrome.runtime.id) {
    chrome.runtime.onMessage.removeListener(hear);
    chrome.storage.onChanged.removeListener(changed);
  }
};
chrome.runtime.onMessage.addListener(hear);
chrome.storage.onChanged.addListener(changed);
void begin();
