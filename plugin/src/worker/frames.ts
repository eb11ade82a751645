/** Which frame of a tab speaks for it. Several may hold something (a platform's page, and a call in it): one leads, the others keep still. */
import type { Holding } from "../messages.js";
import type { PlatformName } from "../platforms/adapter.js";

/** By the frame's number. */
export type Frames = Record<string, Holding>;

/** Who knows its page best goes first; the hook alone last. */
const RANK: Record<PlatformName, number> = { room: 0, meet: 1, zoom: 1, teams: 1, jitsi: 2, bigbluebutton: 2, webrtc: 3 };
const PLACES = ["call", "moving", "lobby", "before", "over", null] as const;

function weight({ platform, place }: Holding): number {
  return PLACES.indexOf(place) * 10 + RANK[platform];
}

/** The number of the frame that leads; null where none holds anything. Of equals the first, so that it does not change by itself. */
export function leader(frames: Frames): string | null {
  const [first] = Object.entries(frames).sort(([one, a], [other, b]) => weight(a) - weight(b) || Number(one) - Number(other));
  return first?.[0] ?? null;
}

export function after(frames: Frames, frame: number, holding: Holding | null): Frames {
  const rest = Object.fromEntries(Object.entries(frames).filter(([one]) => one !== String(frame)));
  return holding === null ? rest : { ...rest, [frame]: holding };
}
