/** What the room says. The sentences are the service's (room/page_words.py): nothing here needs translating. */
import type { Waiting } from "../../../protocol/src/messages.js";
import type { DeviceTrouble } from "../media/devices.js";
import type { Source } from "../media/engine.js";
import { counted, filled, wordsOf } from "../parts/words.js";
import type { Count, Sentences } from "./sentences.js";

const LOST: readonly string[] = ["lost", "transport"];

export class Words {
  constructor(readonly say: Sentences) {}

  count(what: Count, number: number): string {
    return counted(this.say, what, number);
  }

  /** With "(you)" after it for the reader's own. */
  name(name: string, mine: boolean): string {
    return mine ? filled(this.say.person.named_you, { name }) : name;
  }

  screenOf(name: string): string {
    return filled(this.say.person.screen_of, { name });
  }

  news(what: "entered" | "raised" | "knocks", name: string): string {
    return filled(this.say.news[what], { name });
  }

  left(name: string, reason: string): string {
    const { news } = this.say;
    return filled(reason === "removed" ? news.removed : LOST.includes(reason) ? news.lost : news.left, { name });
  }

  said(name: string, text: string): string {
    return filled(this.say.news.said, { name, text });
  }

  reacted(name: string, emoji: string): string {
    return filled(this.say.news.reacted, { name, what: this.reaction(emoji) });
  }

  renamed(before: string, now: string): string {
    return filled(this.say.news.renamed, { before, now });
  }

  /** How a reaction is read aloud; one of a newer room as it is. */
  reaction(emoji: string): string {
    return (this.say.reactions as Readonly<Record<string, string>>)[emoji] ?? emoji;
  }

  person(sentence: "lower_of" | "admit_name" | "refuse_name" | "actions" | "asked_mute", name: string): string {
    return filled(this.say.people[sentence], { name });
  }

  since(time: string): string {
    return filled(this.say.people.since, { time });
  }

  waitingSince(time: string): string {
    return filled(this.say.pages.waiting_since, { time });
  }

  because(why: Waiting["because"], former: string): string {
    return why === "waiting_room" ? "" : filled(this.say.because[why], { former });
  }

  remove(sentence: "title" | "text" | "yes", name: string): string {
    return filled(this.say.remove[sentence], { name });
  }

  /** What ending does to so many others. */
  end(others: number): string {
    return others === 0 ? this.say.end.alone : this.count("shown_out", others);
  }

  trouble(trouble: DeviceTrouble, source: Source): string {
    return trouble === "cancelled" ? this.say.trouble.cancelled : this.say.trouble[source][trouble];
  }

  /** What is so when this line of the leave rules leaves. */
  line(id: string): string {
    return (this.say.rule_lines as Readonly<Record<string, string>>)[id] ?? id;
  }

  /** `due` is milliseconds UTC. */
  countsAt(due: number): string {
    return filled(this.say.rules.counts_at, { time: new Date(due).toLocaleTimeString() });
  }

  ruleCounts(id: string): string {
    return filled(this.say.rules.announce, { countdown: this.say.rules.countdown, line: this.line(id) });
  }

  ruleTells(about: "due" | "sole_host" | "ends_soon", id: string): string {
    const says = this.say.rules;
    return filled({ due: says.told_due, sole_host: says.told_sole_host, ends_soon: says.told_ends_soon }[about], { line: this.line(id) });
  }

  unnamed(place: number): string {
    return filled(this.say.devices.unnamed, { place });
  }
}

/** The page carries its words before it loads this script. */
export const words = new Words(wordsOf("room-words") as Sentences);
