/** The room's words as the service writes them into the page: room/page_words.py and room/words.py. */
import type { Denied, Waiting } from "../../../protocol/src/messages.js";
import type { Params, RuleId } from "../../../protocol/src/leaving/settings.js";
import type { Verdict } from "../../../protocol/src/leaving/verdicts.js";
import type { DeviceTrouble } from "../media/devices.js";
import type { Source } from "../media/engine.js";
import type { CountedWords } from "../parts/words.js";
import type { Outcome } from "./rule_store.js";
import type { Shortcut } from "./shortcuts.js";

type Table<Key extends string> = Readonly<Record<Key, string>>;

export type Count = "others" | "unread" | "too_long" | "admit_all" | "tabs" | "shown_out" | "leaving_in" | "rule_snooze" | "kept" | "kept_days";

export interface Sentences extends CountedWords {
  counted: Readonly<Record<Count, readonly string[]>>;
  tools: Table<"group" | "mic" | "camera" | "screen" | "hand" | "react" | "chat" | "people" | "away" | "more" | "leave">;
  names: Table<Source | "hand" | "react">;
  shortcuts: Table<Shortcut | "escape">;
  reactions: Table<"👍" | "👏" | "❤️" | "😂" | "😮" | "🎉">;
  person: Table<"you" | "named_you" | "host" | "viewer" | "participant" | "talking" | "mic_off" | "mic_on" | "hand_up" | "away"
    | "screen_of" | "your_screen" | "stop_sharing">;
  news: Table<"entered" | "left" | "removed" | "lost" | "said" | "reacted" | "raised" | "knocks" | "renamed">;
  chat: Table<"title" | "label" | "send" | "sending" | "try_again" | "discard" | "hint" | "kept" | "not_kept" | "empty">;
  people: Table<"title" | "hands" | "waiting" | "here" | "lower" | "lower_of" | "admit" | "refuse" | "admit_name" | "refuse_name"
    | "actions" | "ask_mute" | "make_viewer" | "make_participant" | "remove" | "since" | "alone" | "asked_mute">;
  because: Table<Exclude<Waiting["because"], "waiting_room">>;
  remove: Table<"title" | "text" | "yes" | "no">;
  leave: Table<"title" | "undo" | "now" | "hint" | "host_title" | "hand_over" | "hand_over_to" | "hand_over_hint" | "keep_open"
    | "keep_open_hint" | "end_for_all" | "end_hint" | "stay">;
  end: Table<"title" | "yes" | "no" | "alone">;
  status: Table<"reconnecting" | "offline" | "media" | "many_senders">;
  notices: Table<"asked" | "mute" | "dismiss" | "asked_already" | "viewer" | "participant" | "moderator" | "no_moderator" | "sound"
    | "sound_on" | "lowered_hand">;
  trouble: Readonly<Record<Source, Table<Exclude<DeviceTrouble, "cancelled">>>> & { readonly cancelled: string };
  records: Table<"title" | "button" | "recorded" | "text_kept" | "text_not_kept" | "not_recorded" | "who" | "policy">
    & Readonly<Record<"yes" | "no", readonly string[]>>;
  help: Table<"title" | "use" | "note" | "close">;
  devices: Table<"title" | "button" | "mic" | "camera" | "unnamed" | "none">;
  pages: Table<"connecting" | "waiting_title" | "waiting_text" | "waiting_since" | "leave" | "again" | "back" | "sign_in" | "here"
    | "home" | "closed_title" | "left_title" | "left_text">;
  rules: Table<"button" | "title" | "intro" | "plugin" | "always" | "log" | "no_log" | "forget" | "saw" | "counts_at" | "countdown"
    | "announce" | "stopped" | "stay" | "now" | "told_due" | "told_sole_host" | "told_ends_soon">;
  rule_lines: Table<Exclude<RuleId, "host_not_started" | "next_meeting">>;
  rule_numbers: Table<Exclude<Params[RuleId] extends infer One ? One extends unknown ? keyof One : never : never, "bot_names" | "lead_s" | "only_if_accepted">
    | "countdown_s" | "min_in_call_s">;
  rule_states: Table<Exclude<Verdict["says"], "off" | "running">>;
  rule_outcomes: Table<Outcome>;
  denied: Readonly<Record<Denied["code"], Table<"title" | "text">>>;
}
