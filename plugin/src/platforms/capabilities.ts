/**
 * What each adapter can tell and do, as data: the table in docs/developer/platforms.md is written from it, and a test wants a
 * fixture for every cell. `ok`: read or done, on the conditions named. `unknown`: the page may tell it, nobody knows how.
 * `none`: the page does not tell it, or it cannot be done.
 */
import type { PlatformName } from "./adapter.js";

export const SIGNALS = [
  "place", "count", "people", "roles", "self_microphone", "self_camera", "self_sharing", "sound", "chat", "hands", "reactions",
  "leave", "goodbye", "address",
] as const;
export type Signal = (typeof SIGNALS)[number];
export interface Capability {
  is: "ok" | "unknown" | "none";
  by: string;
}

const ok = (by: string): Capability => ({ is: "ok", by });
const unknown = (by: string): Capability => ({ is: "unknown", by });
const none = (by: string): Capability => ({ is: "none", by });
const SOUND = ok("receivers' audio level");
const TRACKS = ok("own tracks (hook)");
const NO_REACTIONS = unknown("no selector found");

export const CAPABILITIES: Record<PlatformName, Record<Signal, Capability>> = {
  meet: {
    place: ok("leave button + signs shown only inside; lobby by its words (en, pt), else not sure"),
    count: ok("people button (5 variants 2024–26) and complete list"), people: ok("open list; tiles prove presence only"),
    roles: ok("host mark in the list, English pages"), self_microphone: ok("data-is-muted, else label"), self_camera: ok("data-is-muted, else label"),
    self_sharing: TRACKS, sound: SOUND, chat: unknown("own messages carry no known mark"), hands: ok("own hand button"), reactions: NO_REACTIONS,
    leave: ok("leave button, “Just leave” for hosts (en); media session; connections"), goodbye: ok("open chat panel (en)"), address: ok("meeting code"),
  },
  zoom: {
    place: ok("leave button or footer; waiting room by its button; host not started, ended (en)"),
    count: ok("participants button and complete list"), people: ok("open list, whole when it has as many rows as the button counts"),
    roles: ok("marks in the list, English pages"), self_microphone: ok("button label (en), else own tracks"), self_camera: ok("button label (en), else own tracks"),
    self_sharing: TRACKS, sound: ok("receivers' audio level; silent where sound bypasses them (data channels)"), chat: unknown("own messages carry no known mark"),
    hands: ok("icon of 2020–21 in the list: up is believed, down is not told"), reactions: NO_REACTIONS,
    leave: ok("Leave, then the choice that says leave (en, de); not a host's End; connections"), goodbye: ok("open chat panel"), address: ok("meeting number"),
  },
  teams: {
    place: ok("hang-up and roster buttons (ids); end screen (ids); lobby by its words (en, tr), else not sure"),
    count: ok("badge (2 and more), heading of the open list"), people: ok("open list, whole when the heading counts as many"),
    roles: ok("organiser mark in the open list"), self_microphone: ok("button label (en), else own tracks"), self_camera: ok("button label (en), else own tracks"),
    self_sharing: TRACKS, sound: SOUND, chat: ok("own messages in the open pane"), hands: ok("own hand button (en)"), reactions: NO_REACTIONS,
    leave: ok("hang-up button, “leave” in an organiser's menu; media session; connections"), goodbye: ok("open chat pane"),
    address: ok("thread or number, where the address has one: often it has none"),
  },
  jitsi: {
    place: ok("runtime and hang-up button"), count: ok("runtime and participants button (en)"), people: ok("runtime; pane proves presence only"),
    roles: ok("runtime"), self_microphone: ok("button label (en), else own tracks"), self_camera: ok("button label (en), else own tracks"),
    self_sharing: ok("button label (en), else own tracks"), sound: SOUND, chat: unknown("own messages carry no known mark"), hands: ok("runtime, hand button (en)"),
    reactions: unknown("the store's queue is not read"), leave: ok("runtime; hang-up button, “Leave meeting” for moderators (en); connections"),
    goodbye: ok("open chat panel"), address: ok("host and room"),
  },
  bigbluebutton: {
    place: ok("data-test names"), count: ok("sidebar button and complete list"), people: ok("open list"), roles: ok("avatars in the open list"),
    self_microphone: ok("data-test names"), self_camera: ok("data-test names"), self_sharing: ok("data-test names"), sound: SOUND,
    chat: unknown("own messages carry no known mark"), hands: ok("own hand button"), reactions: NO_REACTIONS,
    leave: ok("leave menu → leave; connections"), goodbye: ok("open public chat"), address: none("only a personal token in the address"),
  },
  room: {
    place: ok("phase"), count: ok("roster"), people: ok("roster"), roles: ok("roster"), self_microphone: ok("roster"), self_camera: ok("roster"),
    self_sharing: ok("roster"), sound: SOUND, chat: ok("own messages in the open panel"), hands: ok("roster"),
    reactions: none("the room reports its own"), leave: ok("the room's button, keeping it open for the others"), goodbye: ok("open chat panel"), address: ok("code"),
  },
  webrtc: {
    place: ok("connections"), count: none("pages differ"), people: none("pages differ"), roles: none("pages differ"), self_microphone: TRACKS, self_camera: TRACKS,
    self_sharing: TRACKS, sound: SOUND, chat: none("pages differ"), hands: none("pages differ"), reactions: none("pages differ"),
    leave: ok("media session; connections"), goodbye: none("pages differ"), address: ok("host and path"),
  },
};

const SIGNS = { ok: "ok", unknown: "unknown", none: "not available" };

/** The table of the documentation. */
export function capabilityTable(): string {
  const platforms = Object.keys(CAPABILITIES) as PlatformName[];
  return platforms.map((platform) => [
    `### ${platform}`, "", "| signal | state | by |", "|---|---|---|",
    ...SIGNALS.map((signal) => `| ${signal} | ${SIGNS[CAPABILITIES[platform][signal].is]} | ${CAPABILITIES[platform][signal].by} |`),
  ].join("\n")).join("\n\n");
}
