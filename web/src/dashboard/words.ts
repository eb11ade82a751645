/** What the dashboard says. The sentences are the service's (live/page_words.py): nothing here needs translating. */
import { counted, filled, type CountedWords } from "../parts/words.js";
import type { FeedEntry, Row } from "./shapes.js";

type Table<Key extends string> = Readonly<Record<Key, string>>;
/** A table that events are looked up in: another source may send what is not in it. */
type Known = Readonly<Record<string, string>>;

export interface Sentences extends CountedWords {
  language: string;
  no_name: string;
  roles: Table<"host" | "viewer" | "participant">;
  reasons: Known & Table<"left">;
  exits: Known & Table<"left">;
  deeds: Known & Table<"said" | "other">;
  happenings: Table<"enter" | "another" | "one_less" | "waiting" | "correction" | "undone" | "opened" | "closed">;
  figures: Table<"here" | "came" | "left" | "peak" | "hands" | "waiting" | "unknown" | "at">;
  link: Table<"reconnecting" | "ended">;
  empty: Table<"title" | "text" | "copy" | "copied">;
  columns: Table<"name" | "since" | "did" | "last" | "how" | "present">;
  sends: Known;
  page: Table<"admit" | "refuse" | "admit_all" | "admit_name" | "refuse_name" | "admit_sure" | "not_now" | "no_answer" | "here" | "nobody" | "left" | "nobody_left" | "still_here" | "waiting" | "hands" | "feed" | "quiet" | "curve"
    | "find" | "no_match" | "pause" | "resume" | "paused" | "show_fewer" | "parts" | "zone" | "zone_named" | "as_table"
    | "from" | "people" | "away" | "hand" | "unknown" | "spoke" | "entered" | "exited">;
}

export class Words {
  private readonly listed: Intl.ListFormat;

  constructor(readonly say: Sentences) {
    this.listed = new Intl.ListFormat(say.language, { type: "conjunction" });
  }

  count(what: string, number: number): string {
    return counted(this.say, what, number);
  }

  /** A sentence of the page with `text`, `time`, … put in. */
  with(sentence: keyof Sentences["page"], values: Readonly<Record<string, string>>): string {
    return filled(this.say.page[sentence], values);
  }

  at(time: string): string {
    return filled(this.say.figures.at, { time });
  }

  zone(zone: string, short: string): string {
    return zone === short ? this.with("zone", { zone }) : this.with("zone_named", { zone, name: short });
  }

  list(names: readonly string[]): string {
    return this.listed.format(names);
  }

  name(row: Row | undefined): string {
    return row === undefined || row.name === "" ? this.say.no_name : row.name;
  }

  role(row: Row, hosts: readonly string[]): string {
    if (row.role === "host" || hosts.includes(row.key)) return this.say.roles.host;
    return this.say.roles[row.role === "viewer" ? "viewer" : "participant"];
  }

  reason(reason: string): string {
    return this.say.reasons[known(reason)] ?? this.say.reasons.left;
  }

  /** Interactions that a host asks about, counted. */
  did({ counts }: Row): string {
    const { chat = 0, reaction = 0, hand_up: hands = 0 } = counts;
    return [chat && this.count("messages", chat), reaction && this.count("reactions", reaction), hands && this.count("hands", hands)]
      .filter(Boolean).join(", ");
  }

  /** One entry of the feed as a sentence, without its moment. The same choice as in live/words.py. */
  happened(entry: FeedEntry, row: Row | undefined): string {
    return filled(this.sentence(entry), { name: this.name(row), text: entry.text });
  }

  private sentence({ kind, what, text, devices }: FeedEntry): string {
    const { deeds, exits, happenings } = this.say;
    if (kind === "enter") return happenings[devices > 1 ? "another" : "enter"];
    if (kind === "exit") return devices ? happenings.one_less : (exits[known(what)] ?? exits.left);
    if (kind === "interaction") return what === "chat" && text ? deeds.said : (deeds[what] ?? deeds.other);
    return happenings[kind];
  }
}

/** `auto_rule:…` of whatever rule is `auto_rule`. */
const known = (reason: string): string => reason.startsWith("auto_rule") ? "auto_rule" : reason;
