import { Emitter } from "../media/emitter.js";
import { newId } from "./ids.js";
import type { Floating, Notice, Panel } from "./view.js";

const NOTICE_MS = 8000;
const FLOATING_MS = 3000;
const MOST_LINES = 20;

/** What is said for a moment: lines for screen readers, notices over the stage, reactions over a tile. */
export class Announcer extends Emitter<{ changed: undefined }> {
  lines: readonly { id: string; text: string }[] = [];
  notices: readonly Notice[] = [];
  floating: readonly Floating[] = [];

  say(text: string): void {
    this.lines = [...this.lines, { id: newId(), text }].slice(-MOST_LINES);
    this.emit("changed", undefined);
  }

  /** A notice that offers something to do stays; the others go by themselves. The same words stand once. */
  notice(kind: Notice["kind"], text: string, more: Pick<Notice, "action" | "answeredBy"> = {}): void {
    const notice: Notice = { id: newId(), kind, text, ...more };
    this.notices = [...this.notices.filter((one) => one.text !== text), notice].slice(-3);
    if (!more.action) setTimeout(() => { this.dismiss(notice.id); }, NOTICE_MS);
    this.say(text);
  }

  dismiss(id: string): void {
    this.notices = this.notices.filter((one) => one.id !== id);
    this.emit("changed", undefined);
  }

  answered(panel: Panel): void {
    this.notices = this.notices.filter(({ answeredBy }) => answeredBy !== panel);
    this.emit("changed", undefined);
  }

  float(attendee: string, emoji: string): void {
    const one: Floating = { id: newId(), attendee, emoji };
    this.floating = [...this.floating, one];
    setTimeout(() => {
      this.floating = this.floating.filter((other) => other !== one);
      this.emit("changed", undefined);
    }, FLOATING_MS);
    this.emit("changed", undefined);
  }
}
