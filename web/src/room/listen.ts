import type { Down } from "../../../protocol/src/messages.js";
import type { Announcer } from "./announcer.js";
import { handWasLowered, missedLines, newsOf } from "./news.js";
import type { RoomState } from "./state.js";
import type { Panel, RoomView } from "./view.js";
import { words } from "./words.js";

interface Listening extends RoomView {
  readonly announcer: Announcer;
  unread: number;
  panel: Panel | null;
  /** This tab asked for its own hand to go down, so its going down is no news. */
  lowersHand: boolean;
}

/** Turns what the service says into what the person hears of: announcements, notices, floating reactions. */
export function listen(room: Listening): void {
  const { call, announcer } = room;
  let before = room.state;
  call.on("down", (down) => {
    const news = newsOf(before, down);
    if (news) announcer.say(news);
    const missed = missedLines(before, down);
    for (const { name, text } of missed) announcer.say(words.said(name, text));
    if (missed.length > 0 && room.panel !== "chat") room.unread += missed.length;
    if (handWasLowered(before, down, room.lowersHand)) announcer.notice("info", words.say.notices.lowered_hand);
    react(room, before, down);
    before = room.state;
  });
  call.on("trouble", ({ trouble, source }) => { announcer.notice("warn", words.trouble(trouble, source)); });
  call.on("refused", ({ message, why }) => { if (message.type !== "chat") announcer.notice("warn", why); });
}

function react(room: Listening, before: RoomState, down: Down): void {
  const { announcer, call } = room;
  switch (down.type) {
    case "reaction":
      announcer.float(down.attendee, down.emoji);
      if (down.attendee === before.me?.attendee) announcer.say(words.reacted(words.say.person.you, down.emoji));
      return;
    case "chat":
      if (room.panel !== "chat" && down.line.attendee !== before.me?.attendee) room.unread += 1;
      return;
    case "waiting": knock(room, before, down); return;
    case "person": renamed(announcer, before, down); return;
    case "asked_to_mute":
      if (!call.local.isOn("mic")) announcer.notice("info", words.say.notices.asked_already);
      else announcer.notice("warn", words.say.notices.asked, { action: { label: words.say.notices.mute, run: () => { void call.turn("mic", false); } } });
      return;
    case "you_may": rights(announcer, before, down); return;
    default:
  }
}

function knock(room: Listening, before: RoomState, down: Extract<Down, { type: "waiting" }>): void {
  const known = new Set(before.waiting.map(({ attendee }) => attendee));
  const knocking = down.waiting.find(({ attendee }) => !known.has(attendee));
  if (!knocking || room.panel === "people") return;
  room.announcer.notice("info", words.news("knocks", knocking.name), {
    answeredBy: "people", action: { label: words.say.people.title, run: () => { room.openPanel("people"); } },
  });
}

/** Who moderates sees it too: a name is what they know people by. */
function renamed(announcer: Announcer, before: RoomState, { person }: Extract<Down, { type: "person" }>): void {
  const known = before.people.find(({ attendee }) => attendee === person.attendee);
  if (before.me?.moderates && known && known.name !== person.name && person.attendee !== before.me.attendee) {
    announcer.notice("info", words.renamed(known.name, person.name));
  }
}

function rights(announcer: Announcer, before: RoomState, down: Extract<Down, { type: "you_may" }>): void {
  if (before.me && before.me.role !== down.role) announcer.notice("info", down.role === "viewer" ? words.say.notices.viewer : words.say.notices.participant);
  if (before.me && before.me.moderates !== down.moderates) announcer.notice("info", down.moderates ? words.say.notices.moderator : words.say.notices.no_moderator);
}
