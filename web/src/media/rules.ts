import type { Peer, Source } from "./engine.js";
import { SOURCES } from "./engine.js";

/** The decisions of the mesh, free of WebRTC, so that both ends can be tested to agree. */

type Entered = Pick<Peer, "ref" | "since">;

/** Whoever entered later makes the three transceivers and the first offer. Both ends read the same
 *  roster, so exactly one of them is the newcomer; equal moments are settled by the reference. */
export function isNewcomer(me: Entered, them: Entered): boolean {
  return me.since === them.since ? me.ref > them.ref : me.since > them.since;
}

/** W3C perfect negotiation: when two offers cross, the polite one gives way. */
export const isPolite = isNewcomer;

/** Two viewers have nothing to send to each other. */
export function shouldLink(me: Pick<Peer, "role">, them: Pick<Peer, "role">): boolean {
  return me.role === "participant" || them.role === "participant";
}

/** Whether to show what comes from `them`: nothing is taken from a viewer, whatever their browser sends. */
export function shouldAttach(them: Pick<Peer, "role" | "sends">, source: Source): boolean {
  return them.role === "participant" && them.sends.includes(source);
}

/** The fixed order of the transceivers: mid 0, 1, 2. */
export function sourceOfMid(mid: string | null): Source | undefined {
  return mid === null ? undefined : SOURCES[Number(mid)];
}

export const COMFORTABLE_CAMERAS = 4;

export interface CameraLimits {
  scaleResolutionDownBy: number;
  maxFramerate?: number;
  maxBitrate?: number;
}

/** Every camera is sent once to everybody, so above four each becomes 320x180 at 15 pictures a second. */
export function cameraLimits(cameras: number, height: number): CameraLimits {
  if (cameras <= COMFORTABLE_CAMERAS) return { scaleResolutionDownBy: 1 };
  return { scaleResolutionDownBy: Math.max(1, height / 180), maxFramerate: 15, maxBitrate: 150_000 };
}
