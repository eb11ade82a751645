/** Single keys for the room's controls. They never act while somebody writes, and can be switched off. */
export const SHORTCUTS = {
  m: "mic", v: "camera", s: "screen", h: "hand", r: "react", c: "chat", p: "people", b: "away", l: "leave", "?": "help",
} as const;

export type Shortcut = (typeof SHORTCUTS)[keyof typeof SHORTCUTS];

export const SHORTCUT_TEXTS: Record<Shortcut, string> = {
  mic: "Microphone on or off", camera: "Camera on or off", screen: "Share your screen or stop", hand: "Raise or lower your hand",
  react: "Reactions", chat: "Open or close the chat", people: "Open or close the list of people",
  away: "Be right back, or back again", leave: "Leave, with three seconds to undo", help: "This list",
};

const WRITING = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";

export function shortcutFor(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "repeat" | "target">): Shortcut | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return null;
  if (event.target instanceof Element && event.target.closest(`${WRITING}, dialog`)) return null;
  const key = event.key.toLowerCase();
  return key in SHORTCUTS ? SHORTCUTS[key as keyof typeof SHORTCUTS] : null;
}

const SWITCH = "ltm.shortcuts";

export function shortcutsAreOn(storage: Storage): boolean {
  return storage.getItem(SWITCH) !== "off";
}

export function switchShortcuts(storage: Storage, on: boolean): void {
  storage.setItem(SWITCH, on ? "on" : "off");
}
