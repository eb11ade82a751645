/**
 * Words of Microsoft Teams' page; ids do nearly everything there.
 *
 * Sources: en: attendee `teams_ui_methods.py` and vexa `msteams/selectors.ts` (2026-08), a bot's lobby list (2026). de: a
 * probe's note of 2026 ("Sie haben das Meeting verlassen"). tr: the same bot's lobby list.
 */
export const LOBBY = ["someone in the meeting should let you in soon", "someone will let you in shortly", "toplantıdaki birisi sizi"];
export const MIC_OFF = ["unmute"];
export const MIC_ON = ["mute"];
export const CAMERA_OFF = ["turn camera on", "turn video on"];
export const CAMERA_ON = ["turn camera off", "turn video off"];
export const HAND_UP = ["lower your hand", "lower hand"];
export const HAND_DOWN = ["raise your hand", "raise hand"];
export const ME = ["(you)"];
export const OVER = ["you've been removed from this meeting", "you left the meeting", "sie haben das meeting verlassen"];
