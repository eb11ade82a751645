/**
 * What each platform's page shows in every call, whatever its member has open: where that is missing, the page has changed. Other parts
 * stand in a list or a pane that is mostly closed, so that they are missing says nothing. docs/developer/platforms.md tells which.
 */
import type { Sense } from "../status.js";
import type { PlatformName } from "./adapter.js";

export const ALWAYS_SHOWN: Record<PlatformName, readonly Sense[]> = {
  meet: ["place", "count", "people", "self"],
  zoom: ["place", "self"],
  teams: ["place", "self"],
  jitsi: ["place", "count", "people", "self"],
  bigbluebutton: ["place", "self"],
  room: ["place", "count", "people", "roles", "self", "hands"],
  webrtc: ["place", "self"],
};
