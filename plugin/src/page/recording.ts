/** Brings what the recorder tells to the worker, in order, and again until the worker has it on the disk. */
import type { Now } from "../../../protocol/src/leaving/signals.js";
import type { Kept, Reason } from "../attendance/evidence.js";
import { Recorder } from "../attendance/recorder.js";
import { ALL_OFF, type Switches } from "../kept.js";
import type { Adapter, PageReadings } from "../platforms/adapter.js";

/** Hours of a call whose worker never answers; then the oldest go, and a beat tells later that somebody was there. */
const MOST_UNKEPT = 5000;
/** A worker that was stopped in the middle of a message may never answer it. */
const PATIENCE_MS = 20_000;

export class Recording {
  /** The reason while the plugin is leaving, or empty. */
  leaving = "";
  /** The page's chat has said that the list of people is read. */
  announced = false;
  private recorder: Recorder | null = null;
  private switches: Switches;
  private unkept: Kept[] = [];
  /** So many of them are on their way. */
  private sent = 0;

  constructor(private readonly adapter: Adapter, switches: Switches | undefined, private readonly keep: (told: readonly Kept[]) => Promise<boolean>) {
    this.switches = switches ?? ALL_OFF;
  }

  /** The connection that is recorded now; null outside of a call. */
  get call(): string | null {
    return this.recorder?.connection ?? null;
  }

  switch(switches: Switches): void {
    this.switches = switches;
  }

  look(readings: PageReadings, now: Now, href: string): void {
    const place = readings.place.is === "ok" ? readings.place.value : null;
    this.recorder ??= new Recorder({ platform: this.adapter.name, address: this.adapter.callAddress(new URL(href)) });
    const switches = { ...this.switches, roster: this.switches.roster && this.announced };
    // The plugin's own way out is told by its reason before the page shows that it is over.
    if (place === "over" && this.leaving) this.over(now);
    else this.take(this.recorder.look(readings, switches, now));
  }

  /** The page says it is over, or goes. Another time in the call is another connection. */
  over(now: Now, reason: Reason = "left"): void {
    if (this.recorder) this.take(this.recorder.exit((this.leaving || reason) as Reason, now));
    this.recorder = null;
    this.leaving = "";
  }

  /** There may be no later: what is not on its way yet does not wait for what is. */
  last(): void {
    if (this.sent > 0 && this.unkept.length > this.sent) void this.keep(this.unkept.splice(this.sent));
  }

  private take(told: readonly Kept[]): void {
    this.unkept.push(...told);
    if (this.sent === 0) void this.send();
  }

  private async send(): Promise<void> {
    this.unkept.splice(0, Math.max(0, this.unkept.length - MOST_UNKEPT));
    this.sent = this.unkept.length;
    if (this.sent === 0) return;
    const isKept = await Promise.race([this.keep([...this.unkept]), new Promise<boolean>((done) => { setTimeout(() => { done(false); }, PATIENCE_MS); })]);
    if (isKept) this.unkept.splice(0, this.sent);
    this.sent = 0;
    if (isKept) await this.send(); // else the next look tries again
  }
}
