import type { Words } from "./words.js";
import type { FeedEntry, Row } from "./shapes.js";

export const QUIET_MS = 2500;
const MOST_NAMED = 3;

/** Says who entered and left in one breath: a screen reader must not be talked to death by a full house. */
export class Announcer {
  private entered: string[] = [];
  private left: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly words: Words, private readonly say: (text: string) => void, private readonly quiet = QUIET_MS) {}

  /** Takes note of what just happened; `rows` knows the names. */
  hear(entries: readonly FeedEntry[], rows: Readonly<Record<string, Row>>): void {
    for (const entry of entries) {
      const name = this.words.name(rows[entry.key]);
      if (entry.kind === "enter" && entry.devices === 1) this.move(name, this.left, this.entered);
      if (entry.kind === "exit" && entry.devices === 0) this.move(name, this.entered, this.left);
    }
    if (this.timer === undefined && (this.entered.length || this.left.length)) {
      this.timer = setTimeout(() => { this.speak(); }, this.quiet);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.entered = [];
    this.left = [];
  }

  /** Who enters and leaves again while nobody has spoken is news of the latter alone. */
  private move(name: string, from: string[], to: string[]): void {
    const at = from.indexOf(name);
    if (at >= 0) from.splice(at, 1);
    if (!to.includes(name)) to.push(name);
  }

  private speak(): void {
    const { entered, left } = this;
    this.stop();
    this.say([
      entered.length ? this.words.with("entered", { names: this.named(entered) }) : "",
      left.length ? this.words.with("exited", { names: this.named(left) }) : "",
    ].filter(Boolean).join(" "));
  }

  private named(names: readonly string[]): string {
    const over = names.length - MOST_NAMED;
    return this.words.list(over > 0 ? [...names.slice(0, MOST_NAMED), this.words.count("others", over)] : names);
  }
}
