/** Single keys for the room's controls. They never act while somebody writes, and can be switched off. */
export const SHORTCUTS = {
  m: "mic", v: "camera", s: "screen", h: "hand", r: "react", c: "chat", p: "people", b: "away", l: "leave", "?": "help",
} as const;

export type Shortcut = (typeof SHORTCUTS)[keyof typeof SHORTCUTS];

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
