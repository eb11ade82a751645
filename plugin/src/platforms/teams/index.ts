/** Microsoft Teams on the web. */
import { known, NOT_FOUND, type People, type Person, type Place, type Reading } from "../../../../protocol/src/leaving/signals.js";
import type { Adapter, Look, Way } from "../adapter.js";
import { teamsAddress } from "../addresses.js";
import { all, has, isOffered, label, numberIn, plain, remembering, says } from "../page.js";
import { agree, ALONE, counted, DISAGREE, NO_ACTS, peopleOf, placeOf, readings, selfOf, withoutMe } from "../readings.js";
import { lowerWays, press, pressAndAnswer, write } from "../ways.js";
import { CAMERA_OFF, CAMERA_ON, HAND_DOWN, HAND_UP, LOBBY, ME, MIC_OFF, MIC_ON, OVER } from "./words.js";

const HANGUP = "button#hangup-button, #hangup-button button, [data-inp=hangup-button], button[data-tid=hangup-main-btn], button[data-tid=hangup-button], button[data-tid=anon-hangup-button]";
const LEAVE = "[data-tid=hangup-leave-button]";
const ENDED = "#calling-retry-screen-title, [data-tid=calling-retry-cancelbutton], [data-tid=calling-e2ee-end-screen]";
const PREJOIN = "[data-tid=prejoin-join-button], #prejoin-join-button";
const ROSTER = "#roster-button, button[data-tid=calling-toolbar-people-button]";
const ROWS = "[data-tid^=participantsInCall-], [data-tid^=attendeesInMeeting-]";
/** Who shares full screen has no hang-up button, but these three. */
const TOOLS = ["#microphone-button", "#video-button", "#share-button"];

function hangup({ document }: Look): HTMLElement | null {
  return all(document, HANGUP).find(isOffered) ?? null;
}

function place(look: Look): Reading<Place> {
  const { document } = look;
  // Looked at first: after the call there is no badge either, and that is no empty room.
  const over = has(document, ENDED) ? "end screen" : all(document, "h1, [role=heading]").some((one) => says(plain(one), OVER)) && "end text";
  if (over) return placeOf(look, { over });
  if (has(document, PREJOIN)) return placeOf(look, {});
  const leave = hangup(look);
  const tools = TOOLS.filter((id) => has(document, id)).length;
  const text = leave && !has(document, ROSTER) && says(plain(document.body), LOBBY) && "lobby text";
  if (text) return placeOf(look, { lobby: text });
  if (has(document, ROSTER) && leave) return placeOf(look, { call: "hang-up and roster buttons" });
  if (tools === TOOLS.length || has(document, "[data-tid=call-duration-custom], call-duration-custom, #call-duration-custom")) return placeOf(look, { call: leave ? "hang-up button and tools" : "tools of a presenter" });
  // In a language whose lobby text nobody wrote down, a hang-up button alone may be either.
  return leave ? known("call", look.now.mono, "hang-up button alone", DISAGREE) : placeOf(look, {});
}

/** Shown from two people up; missing when alone, when the toolbar is folded and while something is shared. So its absence says nothing. */
function badge({ document }: Look): number | null {
  return numberIn(plain(all(document, ROSTER).flatMap((one) => all(one, "[data-tid=toolbar-item-badge]"))[0]));
}

/** `In this meeting (12)`; the sections for the lobby and the invited have other numbers in their ids. */
function heading({ document }: Look): number | null {
  const title = document.querySelector("#roster-title-section-2");
  return numberIn(plain(title)) ?? numberIn(title?.getAttribute("aria-label") ?? "");
}

const person = remembering((row): Person => {
  const avatar = row.querySelector("[id^=roster-avatar-img-]");
  const name = (plain(avatar) || (avatar?.getAttribute("alt") ?? "") || (row.querySelector("span[title]")?.getAttribute("title") ?? "")).trim();
  const id = avatar?.id.replace("roster-avatar-img-", "") ?? "";
  return {
    key: id || name, name,
    ...(says(plain(row), ME) ? { me: true } : {}),
    host: has(row, "[data-tid=ts-roster-organizer-status]"),
  };
});

function people(look: Look, shown: number | null): Reading<People> {
  const rows = all(look.document, ROWS).map((row) => person(row, ""));
  return peopleOf(look, rows, shown === rows.length, "attendee list");
}

function isOn({ document }: Look, id: string, on: readonly string[], off: readonly string[]): boolean | null {
  const text = label(document.querySelector(id));
  return says(text, off) ? false : says(text, on) ? true : null;
}

function hand({ document, now }: Look): Reading<boolean> {
  const button = document.querySelector("#raisehands-button");
  const pressed = button?.getAttribute("aria-pressed");
  const text = label(button);
  const up = pressed === "true" || says(text, HAND_UP) ? true : pressed === "false" || says(text, HAND_DOWN) ? false : null;
  return up === null ? NOT_FOUND : known(up, now.mono, "hand button", ALONE);
}

function wrote({ document, now }: Look): Reading<{ key: string; text: string }[]> {
  const pane = document.querySelector("#chat-pane-list");
  if (!pane) return NOT_FOUND;
  const mine = all(pane, ".fui-ChatMyMessage").map((one) => ({ key: one.querySelector("[id^=content-], [id^=message-body-]")?.id ?? "", text: plain(one.querySelector("[id^=content-], [id^=message-body-]")) }));
  return known(mine.filter(({ key }) => key), now.mono, "chat pane", ALONE);
}

export const teams: Adapter = {
  name: "teams",
  recognises: ({ url }) => /^teams\.(?:microsoft\.com|live\.com|cloud\.microsoft)$/.test(url.host),
  read(look) {
    const section = heading(look);
    const shown = section ?? badge(look);
    const list = people(look, shown);
    const mine = list.is === "ok" ? list.value.rows.find(({ me }) => me) : undefined;
    const title = plain(look.document.querySelector("[data-tid=call-title], [data-tid=meeting-title]"));
    return readings(look, {
      place: place(look), people: list,
      othersCount: agree(withoutMe(look, section, "list heading"), withoutMe(look, badge(look), "roster badge"), counted(list)),
      self: selfOf(look, { microphone: isOn(look, "#microphone-button", MIC_ON, MIC_OFF), camera: isOn(look, "#video-button", CAMERA_ON, CAMERA_OFF), host: mine?.host ?? null }, "own buttons"),
      acts: { ...NO_ACTS, hand: hand(look), wrote: wrote(look) },
      title: title || null,
    });
  },
  ways(look) {
    const item = () => look.document.querySelector<HTMLElement>(LEAVE);
    const ways: Way[] = [];
    if (item()) ways.push({ name: "leave in the menu", press: () => press(item()) });
    if (hangup(look)) ways.push({ name: "hang-up button", press: () => pressAndAnswer(look, () => hangup(look), item) });
    return [...ways, ...lowerWays(look)];
  },
  say({ document }, text) {
    const field = document.querySelector<HTMLElement>("[data-tid=ckeditor] [contenteditable=true], [data-tid=ckeditor][contenteditable=true]");
    return write(field, () => document.querySelector("button[data-tid=newMessageCommands-send], button[name=send]"), text);
  },
  callAddress: teamsAddress,
};
