/** Our own room: it says what it knows in attributes of `ltm-room` (web/src/room/roster.ts), so nothing here is a guess. */
import { known, NOT_FOUND, type People, type Place, type Reading } from "../../../../protocol/src/leaving/signals.js";
import type { Adapter, Look, Way } from "../adapter.js";
import { roomAddress } from "../addresses.js";
import { all, has, isOffered, plain } from "../page.js";
import { NO_ACTS, others, readings, selfOf } from "../readings.js";
import { press, pressAndAnswer, write } from "../ways.js";

const ROSTER = "ltm-room ul.roster";
const PLACES: Partial<Record<string, Place>> = {
  in: "call", reconnecting: "call", waiting: "lobby", not_open: "before", closed: "over", left: "over", removed: "over", not_admitted: "over",
};
const LEAVE = "ltm-room #tool-leave";
const WAITING_LEAVES = "ltm-room .room-page button.secondary";
/** A host is asked how: this one leaves and keeps the room open for the others. */
const KEEP_OPEN = "ltm-room dialog #leave-open";

function place({ document, now }: Look): Reading<Place> {
  const phase = document.querySelector<HTMLElement>("ltm-room")?.dataset["phase"];
  const found = phase === undefined ? undefined : PLACES[phase];
  return found ? known(found, now.mono, "room") : { is: "unknown", why: phase === undefined ? "not_found" : "not_yet" };
}

function people({ document, now }: Look): Reading<People> {
  if (!has(document, ROSTER)) return NOT_FOUND;
  const rows = all(document, `${ROSTER} > li`).map(({ dataset }) => ({
    key: dataset["attendee"] ?? "", name: dataset["name"] ?? "", host: "moderates" in dataset, speaks: "talking" in dataset,
    ...("me" in dataset ? { me: true } : {}),
  }));
  return rows.length === 0 ? NOT_FOUND : known({ rows, complete: true }, now.mono, "room");
}

export const room: Adapter = {
  name: "room",
  recognises: ({ document }) => has(document, "ltm-room"),
  read(look) {
    const { document, now } = look;
    const list = people(look);
    const mine = document.querySelector<HTMLElement>(`${ROSTER} > li[data-me]`)?.dataset;
    const sends = mine?.["sends"]?.split(" ");
    const ends = Number(document.querySelector<HTMLElement>(ROSTER)?.dataset["endsAt"] ?? 0);
    return readings(look, {
      place: place(look), people: list, othersCount: list.is === "ok" ? { ...list, value: others(list.value.rows).length } : list,
      self: selfOf(look, mine && sends ? {
        microphone: sends.includes("mic"), camera: sends.includes("camera"), sharing: sends.includes("screen"),
        speaking: "talking" in mine, host: "moderates" in mine,
      } : {}, "room"),
      acts: {
        ...NO_ACTS, hand: mine ? known("hand" in mine, now.mono, "room") : NOT_FOUND,
        wrote: has(document, "#chat-log") ? known(all(document, "#chat-log .mine:not(.unsent):has(time)").map((line) => {
          const text = plain(line.querySelector("p"));
          return { key: `${line.querySelector("time")?.dateTime ?? ""} ${text}`, text };
        }), now.mono, "room") : NOT_FOUND,
      },
      title: plain(document.querySelector("ltm-room h1:not(#page-title), ltm-room .room-page .muted")) || null,
      shownEnd: ends > 0 ? ends : null,
    });
  },
  /** The room counts three seconds of its own, and says goodbye to the service itself: closing its connections would be ruder. */
  ways(look, reason) {
    // A rule's leave is recorded as such: the room's page takes the reason and goes by itself, without its three seconds.
    if (reason !== "left") return [{ name: "room", press: () => look.document.dispatchEvent(new CustomEvent("leavethemeeting:leave", { detail: reason })) }];
    const one = (selector: string) => () => all(look.document, selector).find(isOffered) ?? null;
    const ways: Way[] = [];
    if (one(LEAVE)() ?? one(KEEP_OPEN)()) ways.push({ name: "leave button", press: () => pressAndAnswer(look, one(LEAVE), one(KEEP_OPEN)) });
    else if (look.document.querySelector<HTMLElement>("ltm-room")?.dataset["phase"] === "waiting") ways.push({ name: "waiting room's button", press: () => press(one(WAITING_LEAVES)()) });
    return ways;
  },
  /** The room's page takes it by an event; one of before that knew such an event has its chat open or says nothing. */
  say: ({ document }, text) => !document.dispatchEvent(new CustomEvent("leavethemeeting:say", { detail: text, cancelable: true })) || write(document.querySelector("ltm-room #chat-text"), () => document.querySelector("ltm-room .chat-form button:not([disabled])"), text),
  callAddress: roomAddress,
};
