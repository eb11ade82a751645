import type { ChatLine, Down, MediaTicket, Person, Role, Waiting, Welcome } from "../../../protocol/src/messages.js";

/** What the room knows. A pure reducer: the same messages give the same state, here and in the tests. */
export interface RoomState {
  me: Me | null;
  occurrence: string;
  title: string;
  openedAt: number;
  endsAt: number | null;
  keepsChatText: boolean;
  /** Hosts first, then in order of entrance. */
  people: readonly Person[];
  chat: readonly ChatLine[];
  /** Written here and not acknowledged yet. */
  sending: readonly ChatLine[];
  /** Refused by the service; the words are kept so that they can be sent again. */
  unsent: readonly (ChatLine & { why: string })[];
  events: readonly RoomEvent[];
  /** Longest first; empty for those who may not admit. */
  waiting: readonly Waiting[];
  /** Milliseconds to add to this machine's clock to get the service's. */
  clockAhead: number;
}

export interface Me {
  connection: string;
  attendee: string;
  moderates: boolean;
  role: Role;
  media: MediaTicket;
}

export interface RoomEvent {
  what: "entered" | "left";
  attendee: string;
  name: string;
  reason: string;
  at: number;
}

/** What this tab itself did, beside what the service says. */
export type Local = { type: "wrote"; line: ChatLine } | { type: "forget_unsent"; id: string };

export const EMPTY: RoomState = {
  me: null, occurrence: "", title: "", openedAt: 0, endsAt: null, keepsChatText: true,
  people: [], chat: [], sending: [], unsent: [], events: [], waiting: [], clockAhead: 0,
};

const LONGEST_LOG = 500;

/** The next state. `now` is this machine's clock, in milliseconds. */
export function reduce(state: RoomState, message: Down | Local, now: number): RoomState {
  switch (message.type) {
    case "welcome": return welcomed(state, message, now);
    case "in_waiting_room": return { ...state, title: message.title };
    case "person": return withPerson(state, message.person);
    case "person_left": return withoutPerson(state, message);
    case "talking": return withTalking(state, message.connection, message.on);
    case "waiting": return { ...state, waiting: message.waiting };
    case "you_may": {
      const { moderates, role, media } = message;
      return { ...state, me: state.me && { ...state.me, moderates, role, media }, waiting: moderates ? state.waiting : [] };
    }
    case "chat": return withLine(state, message.line);
    case "wrote": return { ...state, sending: [...state.sending, message.line] };
    case "forget_unsent": return { ...state, unsent: without(state.unsent, message.id) };
    case "ack": return acknowledged(state, message.id);
    case "refused": return refused(state, message.id, message.message);
    case "denied": case "closed": case "signal": case "reaction": case "asked_to_mute": return state;
  }
}

/** Hands in the order they went up. */
export function raisedHands(state: RoomState): Person[] {
  return state.people
    .filter((person) => person.hand_since !== null)
    .sort((a, b) => (a.hand_since ?? 0) - (b.hand_since ?? 0) || a.attendee.localeCompare(b.attendee));
}

export function myself(state: RoomState): Person | undefined {
  return state.people.find(({ attendee }) => attendee === state.me?.attendee);
}

function byPlace(a: Person, b: Person): number {
  return Number(b.moderates) - Number(a.moderates) || a.since - b.since || a.attendee.localeCompare(b.attendee);
}

function welcomed(state: RoomState, message: Welcome, now: number): RoomState {
  const before = state.occurrence === message.occurrence ? state : EMPTY;
  const own = message.people.find(({ attendee }) => attendee === message.attendee);
  const { connection, attendee, moderates, media } = message;
  const known = new Set(message.chat.map(({ id }) => id));
  return {
    me: { connection, attendee, moderates, media, role: own?.role ?? (media.maySend.length > 0 ? "participant" : "viewer") },
    occurrence: message.occurrence,
    title: message.title,
    openedAt: message.opened_at,
    endsAt: message.ends_at,
    keepsChatText: message.keeps_chat_text,
    people: [...message.people].sort(byPlace),
    // Where text is not kept the service has nothing to repeat, but this tab still has what it was told.
    chat: [...before.chat.filter(({ id }) => !known.has(id)), ...message.chat].sort((a, b) => a.at - b.at),
    sending: before.sending.filter(({ id }) => !known.has(id)),
    unsent: before.unsent,
    events: before.events,
    waiting: message.waiting,
    clockAhead: message.now - now,
  };
}

function withPerson(state: RoomState, person: Person): RoomState {
  const isNew = !state.people.some(({ attendee }) => attendee === person.attendee);
  const people = [...state.people.filter(({ attendee }) => attendee !== person.attendee), person].sort(byPlace);
  if (!isNew) return { ...state, people };
  const { attendee, name, since } = person;
  return { ...state, people, events: logged(state, { what: "entered", attendee, name, reason: "", at: since }) };
}

function withoutPerson(state: RoomState, left: Extract<Down, { type: "person_left" }>): RoomState {
  const { attendee, name, reason, at } = left;
  const people = state.people.filter((person) => person.attendee !== attendee);
  if (people.length === state.people.length) return state;
  return { ...state, people, events: logged(state, { what: "left", attendee, name, reason, at }) };
}

function logged(state: RoomState, event: RoomEvent): RoomEvent[] {
  return [...state.events, event].slice(-LONGEST_LOG);
}

function withTalking(state: RoomState, ref: string, talking: boolean): RoomState {
  const people = state.people.map((person) => {
    const speaks = person.connections.some((connection) => connection.ref === ref);
    const connections = person.connections.map((one) => (one.ref === ref ? { ...one, talking } : one));
    return speaks ? { ...person, connections } : person;
  });
  return { ...state, people };
}

function withLine(state: RoomState, line: ChatLine): RoomState {
  const chat = [...state.chat.filter(({ id }) => id !== line.id), line].sort((a, b) => a.at - b.at);
  return { ...state, chat: chat.slice(-LONGEST_LOG), sending: without(state.sending, line.id) };
}

function acknowledged(state: RoomState, id: string): RoomState {
  const line = state.sending.find((one) => one.id === id);
  return line ? withLine(state, line) : state;
}

function refused(state: RoomState, id: string, why: string): RoomState {
  const line = state.sending.find((one) => one.id === id);
  if (!line) return state;
  return { ...state, sending: without(state.sending, id), unsent: [...state.unsent, { ...line, why }] };
}

function without<T extends { id: string }>(lines: readonly T[], id: string): T[] {
  return lines.filter((line) => line.id !== id);
}
