/**
 * Words of Google Meet's page, where it has no sign that is the same in every language. Only languages that somebody wrote
 * down are here; in any other the signs must do, and what has none is unknown.
 *
 * Sources: en: attendee `google_meet_ui_methods.py` and vexa `googlemeet/selectors.ts` (2026-08), KMChris `content-script.js`
 * (2026-08), a recorder's lobby list of 2026-10-09 ("Meeting details" and "Meeting tools" are shown only inside, "Chat with
 * everyone" also outside). de: the POPCORN extension's content script (2026-09) and a bot's patch to the in-call check
 * (2026). pt: vexa, older selector list (2025). fr, es, pl: `leave` only, from an export extension's list (2026).
 */
export const LEAVE = [
  "leave call", "anruf verlassen", "sair da chamada", "quitter l'appel", "salir de la llamada", "opuść rozmowę",
];
/** In the dialog that a host gets: the one that leaves alone. English only: nobody wrote down the others. */
export const JUST_LEAVE = ["just leave the call", "just leave the meeting", "just leave"];
export const LOBBY = [
  "asking to be let in", "asking to join", "you'll join the call when someone lets you in", "you'll join when someone lets you in",
  "please wait until a meeting host brings you into the call", "waiting for the host to let you in",
  "pedindo para entrar", "você entrará na chamada quando alguém permitir", "você está na sala de espera",
];
/** Shown only to those who are inside. */
export const INSIDE = ["meeting details", "meeting tools", "present now", "share screen", "besprechungsdetails", "details zur besprechung", "jetzt präsentieren", "bildschirm freigeben"];
export const OVER = ["you left the meeting", "you've left the meeting", "you've been removed from the meeting", "you have been removed from the meeting", "your host ended the meeting", "the meeting has ended"];
export const PEOPLE = ["people", "show everyone", "personen", "alle anzeigen", "pessoas"];
export const LIST = ["participants", "in call", "teilnehmer", "im anruf"];
/** People who were invited and are not here. */
export const ABSENT = ["also invited", "not in the call", "ebenfalls eingeladen", "nicht im anruf"];
export const ME = ["(you)"];
export const HOST = ["meeting host"];
/** The languages in which a missing host mark means that somebody is no host. */
export const HOST_LANGUAGES = ["en"];
export const SHARE = ["your presentation", "presentation"];
export const EFFECTS = ["visual_effects", "backgrounds and effects"];
export const OFF = ["turn on", "mikrofon aktivieren", "kamera aktivieren", "einschalten"];
export const ON = ["turn off", "mikrofon deaktivieren", "kamera deaktivieren", "ausschalten"];
export const LOWER_HAND = ["lower hand"];
export const RAISE_HAND = ["raise hand"];
export const WRITE = ["send a message"];
