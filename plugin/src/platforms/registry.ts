/** Adapters for pages that no bundle of their own is made for: the most particular first, connections alone last. */
import type { Adapter } from "./adapter.js";
import { bigbluebutton } from "./bigbluebutton/index.js";
import { room } from "./room/index.js";
import { webrtc } from "./webrtc/index.js";

/**
 * `generic.js`, on every page. Meet, Zoom and Teams have hosts of their own, so their bundles are for those hosts only; Jitsi may
 * be on any host, and its bundle goes everywhere before this one, because both together would be too large for one script.
 */
export const ANYWHERE: readonly Adapter[] = [room, bigbluebutton, webrtc];
