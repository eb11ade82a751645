/** In every frame, in the plugin's own world: tells what the frame holds, and leaves it. The top frame shows the countdown. */
import { passed } from "./answers.js";
import { Countdown } from "./countdown.js";
import { ASK_HOOK, countFrom, FROM_HOOK, isMessage, TO_HOOK, type Kind, type Message } from "./messages.js";
import { Overlay } from "./overlay.js";

const LOOK_MS = 2000;
const ROOM_LEAVES = "ltm-room #tool-leave";
const WAITING_ROOM_LEAVES = "ltm-room .room-page button.secondary";
let calls = 0;
let told: Kind = "none";

function roomButton(): HTMLElement | null {
  return document.querySelector<HTMLElement>(ROOM_LEAVES) ?? document.querySelector<HTMLElement>(WAITING_ROOM_LEAVES);
}

function holds(): Kind {
  if (roomButton()) return "room";
  return calls > 0 && !document.querySelector("ltm-room") ? "call" : "none";
}

/** After an update of the plugin the old script lives on in the page and nobody answers it: it keeps still. */
function send(message: Message): void {
  if (chrome.runtime.id) chrome.runtime.sendMessage(message).catch(() => undefined);
}

function tell(): void {
  const kind = holds();
  if (kind === told) return;
  told = kind;
  send({ type: "holds", kind });
}

const countdown = new Countdown(
  (seconds) => {
    if (seconds === null) overlay.hide();
    else overlay.counting(seconds);
    send({ type: "counting", seconds });
  },
  () => { send({ type: "go" }); },
);
const overlay = new Overlay(() => { countdown.undo(); }, () => { countdown.now(); });

/** Pressed again while it counts, the key stays. The room has its own three seconds, and its own question to hosts. */
function pressed(kind: Kind): void {
  if (countdown.isCounting) countdown.undo();
  else if (kind === "room") roomButton()?.click();
  else if (kind === "call") countdown.start();
}

function leave(): void {
  const before = calls;
  document.dispatchEvent(new CustomEvent(TO_HOOK));
  send({ type: "left", connections: before });
}

function listen(): void {
  document.addEventListener(FROM_HOOK, (event) => {
    calls = countFrom((event as CustomEvent<unknown>).detail) ?? calls;
    tell();
  });
  chrome.runtime.onMessage.addListener((message) => {
    if (!isMessage(message)) return;
    if (message.type === "count_down") pressed(message.kind);
    if (message.type === "leave") leave();
    if (message.type === "says_left") overlay.left(message.connections);
  });
  addEventListener("keydown", (event) => {
    if (event.isTrusted && event.key === "Escape" && countdown.isCounting) { countdown.undo(); event.stopPropagation(); }
  }, true);
  addEventListener("pagehide", () => { if (told !== "none") send({ type: "holds", kind: "none" }); told = "none"; });
  addEventListener("pageshow", tell);
  setInterval(tell, LOOK_MS); // our room comes and goes without an event
}

let listening = false;
async function begin(): Promise<void> {
  if (listening || (await passed()).state !== "passed") return; // off is off
  listening = true;
  listen();
  document.dispatchEvent(new CustomEvent(ASK_HOOK));
  tell();
}

chrome.storage.onChanged.addListener(() => { void begin(); });
void begin();
