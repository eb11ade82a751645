import type { ChatLine, Down } from "../../../protocol/src/messages.js";
import { myself, type RoomState } from "./state.js";
import { words } from "./words.js";

/** What a screen reader is told about a message, or null. `before` is the state the message met. */
export function newsOf(before: RoomState, down: Down): string | null {
  const own = before.me?.attendee;
  const nameOf = (attendee: string): string => before.people.find((one) => one.attendee === attendee)?.name ?? "";
  switch (down.type) {
    case "person": {
      const known = before.people.find(({ attendee }) => attendee === down.person.attendee);
      if (down.person.attendee === own) return null;
      if (!known) return words.news("entered", down.person.name);
      if (known.name !== down.person.name) return words.renamed(known.name, down.person.name);
      return known.hand_since === null && down.person.hand_since !== null ? words.news("raised", known.name) : null;
    }
    case "person_left": return down.attendee === own ? null : words.left(down.name, down.reason);
    case "chat": return down.line.attendee === own ? null : words.said(down.line.name, down.line.text);
    case "reaction": return down.attendee === own ? null : words.reacted(nameOf(down.attendee), down.emoji);
    case "waiting": {
      const known = new Set(before.waiting.map(({ attendee }) => attendee));
      const first = down.waiting.find(({ attendee }) => !known.has(attendee));
      return first ? words.news("knocks", first.name) : null;
    }
    default: return null;
  }
}

/** What others wrote while this tab was cut off: its new welcome has these lines, and nothing else tells of them. */
export function missedLines(before: RoomState, down: Down): readonly ChatLine[] {
  if (down.type !== "welcome" || before.me === null || before.occurrence !== down.occurrence) return [];
  const known = new Set(before.chat.map(({ id }) => id));
  return down.chat.filter(({ id, attendee }) => !known.has(id) && attendee !== before.me?.attendee);
}

/** My hand went down although this tab did not ask for it: a host did it, or another tab of mine. */
export function handWasLowered(before: RoomState, down: Down, iAsked: boolean): boolean {
  const mine = down.type === "person" && down.person.attendee === before.me?.attendee;
  return mine && !iAsked && (myself(before)?.hand_since ?? null) !== null && down.person.hand_since === null;
}
