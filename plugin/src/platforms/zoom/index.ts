/** Zoom's web client. Its page is often a frame of Zoom's own page: the frame that holds the meeting is the one that is read. */
import { NOT_FOUND, known, type People, type Person, type Place, type Reading } from "../../../../protocol/src/leaving/signals.js";
import type { Adapter, Look, Way } from "../adapter.js";
import { zoomAddress } from "../addresses.js";
import { all, has, isOffered, isOneOf, label, numberIn, plain, remembering, says } from "../page.js";
import { agree, ALONE, counted, NO_ACTS, peopleOf, placeOf, readings, selfOf, withoutMe } from "../readings.js";
import { lowerWays, pressAndAnswer, write } from "../ways.js";
import { BEFORE, CAMERA_OFF, CAMERA_ON, HOST, HOST_LANGUAGES, LEAVE, LEAVE_CONFIRM, LOBBY, ME, MIC_OFF, MIC_ON, OVER } from "./words.js";

const ROWS = "#participants-ul .participants-li, #participants-ul [id^=participants-list-]";
const PREVIEW = "#input-for-name, #inputname, button.preview-join-button, #joinBtn";
const WAITING_LEAVE = "button.leave-btn";

/** The footer's own leave button. To a host it says *End*, and then it is left alone. */
function leaveButton({ document }: Look): HTMLElement | null {
  return all(document, "[footer-section=right] button, button.footer__leave-btn, .footer__leave-btn-container button, button[aria-label]")
    .find((one) => !one.matches(WAITING_LEAVE) && isOneOf(label(one), LEAVE) && isOffered(one) && !one.closest("[class*=leave-meeting-options]")) ?? null;
}

function place(look: Look): Reading<Place> {
  const { document } = look;
  const over = all(document, ".zm-modal-body-title").some((one) => says(plain(one), OVER)) && "ended box";
  if (over) return placeOf(look, { over });
  if (has(document, PREVIEW)) return placeOf(look, {});
  const waits = has(document, WAITING_LEAVE) || !has(document, "#wc-footer");
  const text = waits && has(document, ".meeting-app, .waiting-room-container, [class*=waiting-room]") ? plain(document.body) : "";
  const before = says(text, BEFORE) && "host text";
  const lobby = !before && (says(text, LOBBY) ? "waiting text" : has(document, WAITING_LEAVE) && !leaveButton(look) && "waiting room's button");
  // .meeting-app alone is no call: the waiting room has it. The footer hides itself, so people on the stage count too.
  const call = !has(document, WAITING_LEAVE) && (leaveButton(look) ? "leave button"
    : has(document, "#wc-footer, #audioOptionMenu, .footer-button__participants-count") ? "footer"
    : has(document, ".meeting-app [class*=video-frame] .video-avatar__avatar-footer") && "pictures");
  return placeOf(look, { before, lobby, call });
}

function badge({ document }: Look): number | null {
  const shown = document.querySelector(".footer-button__participants-count");
  return numberIn(plain(shown)) ?? numberIn(label(document.querySelector("#wc-footer [aria-label*='participants' i]")));
}

const person = remembering((row: HTMLElement, language: string): Person => {
  const text = row.getAttribute("aria-label") ?? row.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "";
  const name = plain(row.querySelector(".participants-item__display-name")) || text.replace(/\s*\(.*|,.*/, "");
  const marks = text || plain(row);
  const isHost = HOST.test(marks);
  return {
    key: name, name,
    ...(ME.test(marks) ? { me: true } : {}),
    ...(isHost || HOST_LANGUAGES.includes(language) ? { host: isHost } : {}),
    ...(has(row, ".participants-icon__voip-speaking-icon") ? { speaks: true } : {}),
  };
});

/** The list is virtual: only as many rows as the button counts are everybody. */
function people({ document, ...look }: Look, shown: number | null): Reading<People> {
  const language = document.documentElement.lang.slice(0, 2);
  const rows = [...new Set(all(document, ROWS))].filter((row) => !row.parentElement?.closest(ROWS)).map((row) => person(row, language));
  return peopleOf({ document, ...look }, rows, shown === rows.length, "participants list");
}

function isOn({ document }: Look, on: readonly string[], off: readonly string[]): boolean | null {
  const labels = all(document, "button[aria-label]").map((one) => label(one));
  return labels.some((one) => isOneOf(one, off)) ? false : labels.some((one) => isOneOf(one, on)) ? true : null;
}

function hand(look: Look): Reading<boolean> {
  const mine = all(look.document, ROWS).find((row) => ME.test(row.getAttribute("aria-label") ?? plain(row)));
  // Seen in 2020–21 only. Its presence is believed; its absence may be a page that changed.
  return mine && has(mine, ".participants-icon__participants-raisehand, .nonverbal-icon.raisehand-icon")
    ? known(true, look.now.mono, "icon in the list", ALONE) : NOT_FOUND;
}

/** The one that leaves, by its words: to a host the red one of the same class ends the meeting. */
function confirm({ document }: Look): HTMLElement | null {
  return all(document, "button.leave-meeting-options__btn, .leave-meeting-options button").find((one) => isOneOf(plain(one), LEAVE_CONFIRM)) ?? null;
}

export const zoom: Adapter = {
  name: "zoom",
  recognises: ({ url, document }) => /(?:^|\.)(?:zoom\.us|zoom\.com|zoomgov\.com)$/.test(url.hostname) && url.pathname.startsWith("/wc/") && !has(document, "iframe#webclient"),
  read(look) {
    const shown = badge(look);
    const list = people(look, shown);
    const mine = list.is === "ok" ? list.value.rows.find(({ me }) => me) : undefined;
    return readings(look, {
      place: place(look), people: list, othersCount: agree(withoutMe(look, shown, "participants button"), counted(list)),
      self: selfOf(look, { microphone: isOn(look, MIC_ON, MIC_OFF), camera: isOn(look, CAMERA_ON, CAMERA_OFF), host: mine?.host ?? null, speaking: mine?.speaks ?? null }, "own buttons"),
      acts: { ...NO_ACTS, hand: hand(look) },
      title: plain(look.document.querySelector(".meeting-info__title")) || null,
    });
  },
  ways(look) {
    const waiting = look.document.querySelector<HTMLElement>(WAITING_LEAVE);
    const button: Way = { name: "leave button", press: () => pressAndAnswer(look, () => leaveButton(look) ?? look.document.querySelector(WAITING_LEAVE), () => confirm(look)) };
    return [...(leaveButton(look) ?? confirm(look) ?? waiting ? [button] : []), ...lowerWays(look)];
  },
  say({ document }, text) {
    const field = document.querySelector<HTMLElement>("textarea.chat-box__chat-textarea, .chat-rtf-box__editor-outer [contenteditable=true], .chat-container [contenteditable=true]");
    return write(field, () => document.querySelector("button.chat-box__send-btn, [class*=chat] button[aria-label='Send' i]"), text);
  },
  callAddress: zoomAddress,
};
