/** The content script of the installation's pairing page; nothing else is read there. */
import { prove } from "../attendance/proof.js";

void prove(document, new URL(location.href), async (challenge) => {
  const answer: unknown = await chrome.runtime.sendMessage({ type: "proof", challenge }).catch(() => null);
  return typeof answer === "string" ? answer : null;
});
