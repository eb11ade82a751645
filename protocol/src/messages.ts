// Written by `make protocol` from src/leavethemeeting/realtime/messages.py. Do not edit.
/* eslint-disable max-lines -- generated */

/** The first message. `resumes`: the connection this tab had before the socket dropped. */
export interface Hello {
  type: "hello";
  ticket: string;
  resumes?: string;
}

/** Session description or candidate for one other connection; relayed, never stored. */
export interface Signal {
  type: "signal";
  to: string;
  data: unknown;
}

export interface Chat {
  type: "chat";
  id: string;
  text: string;
}

export interface Reaction {
  type: "reaction";
  id: string;
  emoji: "❤️" | "🎉" | "👍" | "👏" | "😂" | "😮";
}

export interface Hand {
  type: "hand";
  id: string;
  up: boolean;
}

/** This tab now sends (or stopped sending) its microphone, camera or screen. */
export interface Media {
  type: "media";
  id: string;
  source: "camera" | "mic" | "screen";
  on: boolean;
}

/** Speech started or stopped in this tab's microphone: for the glow, not recorded. */
export interface Talking {
  type: "talking";
  on: boolean;
}

/** A finished stretch of speech, `milliseconds` long, that ended when this was sent. */
export interface Speaking {
  type: "speaking";
  id: string;
  milliseconds: number;
}

/** Be right back. */
export interface Away {
  type: "away";
  id: string;
  on: boolean;
}

/** Leaving for good; `reason` is `left` or `auto_rule:<rule id>`. */
export interface Leave {
  type: "leave";
  id: string;
  reason?: string;
}

/** Host: let someone in from the waiting room, or not. */
export interface Admit {
  type: "admit";
  id: string;
  attendee: string;
  yes: boolean;
}

export interface SetRole {
  type: "set_role";
  id: string;
  attendee: string;
  role: "participant" | "viewer";
}

export interface AskMute {
  type: "ask_mute";
  id: string;
  attendee: string;
}

export interface LowerHand {
  type: "lower_hand";
  id: string;
  attendee: string;
}

export interface Remove {
  type: "remove";
  id: string;
  attendee: string;
}

export interface EndForAll {
  type: "end_for_all";
  id: string;
}

/** Host: this attendee may moderate from now on (usually before the host leaves). */
export interface HandOver {
  type: "hand_over";
  id: string;
  attendee: string;
}

/** Everything that goes from a browser to the service, told apart by `type`. */
export type Up =
  | Hello
  | Signal
  | Chat
  | Reaction
  | Hand
  | Media
  | Talking
  | Speaking
  | Away
  | Leave
  | Admit
  | SetRole
  | AskMute
  | LowerHand
  | Remove
  | EndForAll
  | HandOver;

export type UpType = Up["type"];

/** You are in. Everything that is so now; changes follow. */
export interface Welcome {
  type: "welcome";
  connection: string;
  attendee: string;
  moderates: boolean;
  occurrence: string;
  title: string;
  opened_at: number;
  ends_at: number | null;
  keeps_chat_text: boolean;
  media: MediaTicket;
  people: Person[];
  chat: ChatLine[];
  waiting: Waiting[];
  now: number;
}

/** Who moves the media, which ways it may take, and what this attendee may send (`[]` = watches). */
export interface MediaTicket {
  engine: "mesh";
  iceServers: Record<string, unknown>[];
  iceTransport: "all" | "relay";
  maySend: ("camera" | "mic" | "screen")[];
}

/** One attendee who is in the room now; two tabs are two connections of one person. */
export interface Person {
  attendee: string;
  name: string;
  role: "participant" | "viewer";
  moderates: boolean;
  since: number;
  connections: Connection[];
  hand_since: number | null;
  away: boolean;
}

/** One tab of an attendee; `ref` is its address for signals. */
export interface Connection {
  ref: string;
  since: number;
  sends: ("camera" | "mic" | "screen")[];
  talking: boolean;
}

export interface ChatLine {
  id: string;
  attendee: string;
  name: string;
  text: string;
  at: number;
}

/** Somebody in the waiting room, and `because` of what. `changed`: they were admitted as `former_name`, and their name or e-mail is another now. `like_removed`: `former_name` was removed from this occurrence and has the same name or e-mail. */
export interface Waiting {
  attendee: string;
  name: string;
  since: number;
  because: "changed" | "like_removed" | "waiting_room";
  former_name: string;
}

export interface InWaitingRoom {
  type: "in_waiting_room";
  title: string;
  since: number;
}

/** You are not in, and the socket closes. `code` is for programs, `message` for people. */
export interface Denied {
  type: "denied";
  code: "bad_ticket" | "closed" | "full" | "full_of_senders" | "not_admitted" | "not_open" | "removed" | "replaced" | "restarting" | "signed_out" | "too_fast";
  message: string;
  retry_after_ms: number | null;
}

/** Entered or changed: this replaces what you knew of them. */
export interface PersonIs {
  type: "person";
  person: Person;
}

export interface PersonLeft {
  type: "person_left";
  attendee: string;
  name: string;
  reason: string;
  at: number;
}

export interface SignalFrom {
  type: "signal";
  sender: string;
  data: unknown;
}

export interface ChatFrom {
  type: "chat";
  line: ChatLine;
}

export interface ReactionFrom {
  type: "reaction";
  attendee: string;
  emoji: string;
  at: number;
}

export interface TalkingIs {
  type: "talking";
  attendee: string;
  connection: string;
  on: boolean;
}

/** For those who may admit: everyone in the waiting room, longest first. */
export interface WaitingAre {
  type: "waiting";
  waiting: Waiting[];
}

/** Your own rights changed. */
export interface YouMay {
  type: "you_may";
  moderates: boolean;
  role: "participant" | "viewer";
  media: MediaTicket;
}

export interface AskedToMute {
  type: "asked_to_mute";
  by: string;
}

/** The host ended it for all, or it was closed; the socket closes after this. */
export interface Closed {
  type: "closed";
  reason: string;
  message: string;
}

/** What you sent under this id is durable (or was there already). */
export interface Ack {
  type: "ack";
  id: string;
}

/** What you sent under this id was not done. */
export interface Refused {
  type: "refused";
  id: string;
  code: "conflict" | "full_of_senders" | "malformed" | "no_such_attendee" | "not_allowed" | "too_fast";
  message: string;
}

/** Everything that goes from the service to a browser, told apart by `type`. */
export type Down =
  | Welcome
  | InWaitingRoom
  | Denied
  | PersonIs
  | PersonLeft
  | SignalFrom
  | ChatFrom
  | ReactionFrom
  | TalkingIs
  | WaitingAre
  | YouMay
  | AskedToMute
  | Closed
  | Ack
  | Refused;

export type DownType = Down["type"];

export type Source = MediaTicket["maySend"][number];

export type Role = Person["role"];

export type Emoji = Reaction["emoji"];
