/**
 * What the plugin knows about one meeting platform. An adapter only looks and presses: it keeps no timers, decides
 * nothing, sends nothing. Everything it says is a reading with its source and age, and *unknown* is a good answer.
 * Docs: docs/developer/platforms.md says for each adapter × signal what is read and what it was verified against.
 */
import type { Now, People, Place, Reading, Self, Sound } from "../../../protocol/src/leaving/signals.js";
import type { World } from "./world.js";

export const PLATFORMS = ["meet", "zoom", "teams", "jitsi", "bigbluebutton", "room", "webrtc"] as const;
export type PlatformName = (typeof PLATFORMS)[number];

/** Everything an adapter may look at. Tests bring their own. */
export interface Look {
  document: Document;
  url: URL;
  now: Now;
  /** What the script in the page's own world found; the page can forge it, so it was checked for shape. Null before it spoke. */
  world: World | null;
}

/** What this member did, by the page. Keys are the page's own, or made of what is shown, so that nothing counts twice. */
export interface Acts {
  hand: Reading<boolean>;
  /** Own messages in the public chat that are shown now. */
  wrote: Reading<readonly { key: string; text: string }[]>;
  reacted: Reading<readonly { key: string; emoji: string }[]>;
}

/** One look at the page. */
export interface PageReadings {
  place: Reading<Place>;
  othersCount: Reading<number>;
  people: Reading<People>;
  self: Reading<Self>;
  sound: Reading<Sound>;
  acts: Acts;
  /** The platform's own "are you still there?" is open. */
  platformAsks: boolean;
  /** What the page calls the meeting; null where it does not. */
  title: string | null;
  /** Beginning and end as the page shows them, milliseconds UTC; null where it shows none. */
  shownStart: number | null;
  shownEnd: number | null;
}

/** One way out. `press` answers whether there was something to press; whether it worked is read from the page afterwards. */
export interface Way {
  name: string;
  press(): boolean;
}

export interface Adapter {
  readonly name: PlatformName;
  /** This frame is the platform's page. The first adapter that says so has the frame. */
  recognises(look: Look): boolean;
  read(look: Look): PageReadings;
  /**
   * The ways out of the call (or its lobby), the gentlest first. Never *End for all*. `reason` (`left` or
   * `auto_rule:<line>`) is for our own room, which records it; other pages have no use for it.
   */
  ways(look: Look, reason: string): readonly Way[];
  /** Writes one line into the public chat, where it is open or can be opened without harm; false where it could not. */
  say(look: Look, text: string): boolean;
  /**
   * The call's address without anything private or passing (no passwords, tokens, language), lower case, without
   * scheme: `meet.google.com/abc-defg-hij`. The same call gives the same text here and in
   * `leavethemeeting.domain.call_addresses`; golden examples in protocol/examples/addresses.json hold both to it.
   * Null where the address names no call.
   */
  callAddress(url: URL): string | null;
}
