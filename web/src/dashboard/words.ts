/** Every sentence of the dashboard, in one place, so that a translation replaces one file. */
import type { FeedEntry, Row } from "./shapes.js";

const count = (one: string, many: string) => (number: number): string => `${number} ${number === 1 ? one : many}`;

const DEEDS: Readonly<Record<string, (name: string, text: string) => string>> = {
  hand_up: (name) => `${name} raised a hand`,
  hand_down: (name) => `The hand of ${name} is down`,
  mic_on: (name) => `${name} switched the microphone on`,
  mic_off: (name) => `${name} switched the microphone off`,
  camera_on: (name) => `${name} switched the camera on`,
  camera_off: (name) => `${name} switched the camera off`,
  screen_on: (name) => `${name} shares the screen`,
  screen_off: (name) => `${name} stopped sharing the screen`,
  away: (name) => `${name} will be right back`,
  back: (name) => `${name} is back`,
  poll_answer: (name) => `${name} answered a poll`,
  check_answer: (name) => `${name} answered an attention check`,
  reaction: (name, text) => `${name} reacted ${text}`,
  chat: (name, text) => text ? `${name}: ${text}` : `${name} wrote a message`,
};

const EXITS: Readonly<Record<string, (name: string) => string>> = {
  closed: (name) => `${name} closed the page`,
  lost: (name) => `${name} lost the connection`,
  transport: (name) => `The connection of ${name} dropped`,
  removed: (name) => `${name} was removed`,
  ended: (name) => `${name} was here until the end`,
};

const REASONS: Readonly<Record<string, string>> = {
  left: "left", closed: "closed the page", lost: "connection lost", transport: "connection dropped",
  removed: "removed by the host", ended: "meeting ended", corrected: "corrected by the host",
};

export const words = {
  figures: { here: "Here now", came: "Came in all", left: "Left", peak: "Most at once", hands: "Hands raised", waiting: "Waiting", away: (n: number) => `${n} be right back`, at: (time: string) => `at ${time}` },
  link: { connecting: "Connecting", live: "Live", reconnecting: "Connection dropped. Trying again; nothing is lost.", ended: "This page no longer follows the meeting. Load it again to go on." },
  empty: { title: "Nobody is here yet", text: "Share this link. Whoever enters appears here at once.", copy: "Copy", copied: "Copied" },
  here: "Here now", nobody: "Nobody is here at the moment.", leftTitle: "Left", nobodyLeft: "Nobody has left.",
  waiting: "Waiting room", hands: "Raised hands", feed: "What happened", curve: "How many are here",
  columns: { name: "Name", since: "Here for", did: "Did", first: "Entered", last: "Left", how: "How", present: "Was here for" },
  find: "Find a name", noMatch: (text: string) => `No name here has “${text}” in it.`,
  pause: "Pause", resume: "Go on", paused: (n: number) => n ? `Paused. ${count("new entry", "new entries")(n)}.` : "Paused.",
  showAll: (n: number) => `Show all ${n}`, showFewer: "Show fewer",
  parts: "Parts of this page",
  zone: (zone: string, short: string) => zone === short ? `Times in ${zone}.` : `Times in ${zone} (${short}).`,
  asTable: "As a table", from: "From", people: "People", latest: (n: number) => `The latest ${n} changes.`,
  since: (time: string) => `since ${time}`, quiet: "Nothing has happened yet.",
  away: "be right back", hand: "hand raised", connections: count("connection", "connections"),
  sends: { mic: "microphone on", camera: "camera on", screen: "shares the screen" } as Readonly<Record<string, string>>,
  messages: count("message", "messages"), reactions: count("reaction", "reactions"), raised: count("hand", "hands"),
  spoke: (time: string) => `spoke ${time}`, again: (times: number) => times === 1 ? "came back once" : `came back ${times} times`,

  entered: (names: string) => `${names} entered.`,
  left: (names: string) => `${names} left.`,
  others: count("other", "others"),
  list: (names: readonly string[]) => new Intl.ListFormat("en", { type: "conjunction" }).format(names),

  name: (row: Row | undefined) => row === undefined || row.name === "" ? "A guest" : row.name,
  role: (row: Row, hosts: readonly string[]) =>
    row.role === "host" || hosts.includes(row.key) ? "host" : row.role === "viewer" ? "viewer" : "participant",
  reason: (reason: string) => reason.startsWith("auto_rule") ? "a leave rule" : (REASONS[reason] ?? "left"),
  happened(entry: FeedEntry, row: Row | undefined): string {
    const name = words.name(row);
    switch (entry.kind) {
      case "enter": return entry.devices > 1 ? `${name} opened another connection` : `${name} entered`;
      case "exit":
        if (entry.devices) return `${name} closed a connection and is still here`;
        if (entry.what.startsWith("auto_rule")) return `A leave rule left for ${name}`;
        return EXITS[entry.what]?.(name) ?? `${name} left`;
      case "interaction": return DEEDS[entry.what]?.(name, entry.text) ?? `${name} did something`;
      case "waiting": return `${name} is in the waiting room`;
      case "correction": return "A host corrected the record";
      case "undone": return "A correction was undone";
      case "opened": return "The meeting was opened";
      case "closed": return "The meeting was closed";
    }
  },
};
