import { passed } from "./answers.js";
import type { Kind, Message } from "./messages.js";
import { whole, type Frames } from "./tabs.js";
import { fillTexts, text } from "./text.js";

const button = document.querySelector<HTMLButtonElement>("#leave");
const state = document.querySelector<HTMLElement>("#state");
const key = document.querySelector<HTMLElement>("#key");

function say(name: string, canLeave: boolean): void {
  if (state) state.textContent = text(name);
  if (button) button.hidden = !canLeave;
}

async function kindOf(tab: number): Promise<Kind> {
  const name = `tab:${tab}`;
  return whole(((await chrome.storage.session.get(name))[name] as Frames | undefined) ?? {});
}

async function offerFirstPage(): Promise<void> {
  say("popup_new", true);
  if (!button) return;
  button.textContent = text("begin");
  await new Promise((pressed) => { button.addEventListener("click", pressed); });
  await chrome.tabs.create({ url: chrome.runtime.getURL("first.html") });
  window.close();
}

async function sayKey(): Promise<void> {
  const shortcut = (await chrome.commands.getAll()).find(({ name }) => name === "leave")?.shortcut;
  if (key && shortcut) key.textContent = text("popup_key", shortcut);
}

async function showWhatIs(): Promise<void> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  const id = tab?.id;
  if (id === undefined) { say("popup_none", false); return; }
  const look = async (): Promise<void> => {
    const kind = await kindOf(id);
    say(`popup_${kind}`, kind !== "none");
  };
  await look();
  chrome.storage.onChanged.addListener(() => { void look(); });
  await sayKey();
  button?.addEventListener("click", () => {
    const message: Message = { type: "press", tab: id };
    void chrome.runtime.sendMessage(message).catch(() => undefined).then(() => { window.close(); });
  });
}

async function begin(): Promise<void> {
  fillTexts();
  const { state: first } = await passed();
  if (first === "refused") say("popup_off", false);
  else if (first === "new") await offerFirstPage();
  else await showWhatIs();
}

void begin();
