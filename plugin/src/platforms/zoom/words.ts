/**
 * Words of Zoom's web client, which has few signs without them.
 *
 * Sources: en: vexa `zoom/selectors.ts` l.32–90 (2026-08: leave, waiting room, host not started, ended), MBaaS lobby tests
 * (2026), ZoomAX label tests (2026: microphone, video), attendee and RollTrack (2026: marks in the list). de: a recorder's
 * leave-confirm patterns (2026); nothing else in German is written down.
 */
export const LEAVE = ["leave", "verlassen"];
export const LEAVE_CONFIRM = ["leave meeting", "leave webinar", "leave", "meeting verlassen", "webinar verlassen", "verlassen"];
export const LOBBY = ["the meeting host will let you in soon", "host has joined. we've let them know you're here"];
export const BEFORE = ["waiting for the host to start this meeting", "waiting for the host to start the meeting", "please wait for the host to start this meeting"];
export const OVER = ["this meeting has been ended by host", "you have been removed"];
export const MIC_ON = ["mute my microphone", "mute"];
export const MIC_OFF = ["unmute my microphone", "unmute"];
export const CAMERA_ON = ["stop my video", "stop video"];
export const CAMERA_OFF = ["start my video", "start video"];
/** Marks in a row's label: `Alice (Host, me), computer audio muted, video off`. */
export const ME = /\((?:[^)]*,\s*)?me\)/i;
export const HOST = /\((?:co-?host|host)\b/i;
export const HOST_LANGUAGES = ["en"];
