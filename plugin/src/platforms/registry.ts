/** Adapters for pages that no bundle of their own is made for: the most particular first, connections alone last. */
import type { Adapter } from "./adapter.js";
import { bigbluebutton } from "./bigbluebutton/index.js";
import { jitsi } from "./jitsi/index.js";
import { room } from "./room/index.js";
import { webrtc } from "./webrtc/index.js";

/** `other.js`, on every page that has no bundle of its own: Meet, Zoom and Teams have hosts of their own, these may be on any. */
export const ANYWHERE: readonly Adapter[] = [jitsi, room, bigbluebutton, webrtc];
