/** Every adapter, for pages that no bundle of their own is made for: the most particular first, connections alone last. */
import type { Adapter, Look } from "./adapter.js";
import { bigbluebutton } from "./bigbluebutton/index.js";
import { jitsi } from "./jitsi/index.js";
import { room } from "./room/index.js";
import { webrtc } from "./webrtc/index.js";

/**
 * On every other page: those that anybody may host. Meet, Zoom and Teams have hosts of their own and bundles of their own, and
 * would make this one too large.
 */
export const ANYWHERE: readonly Adapter[] = [room, bigbluebutton, jitsi, webrtc];

/** The frame's adapter: one that this bundle brings for just this host, else the first that knows the page. */
export function adapterFor(look: Look, own: readonly Adapter[] = []): Adapter | null {
  return [...own, ...ANYWHERE].find((adapter) => adapter.recognises(look)) ?? null;
}
