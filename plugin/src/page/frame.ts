/** In every frame that the member has let the plugin into: finds who can read the page, and runs the call while this frame speaks for its tab. */
import type { LeavePlan, Line } from "../../../protocol/src/leaving/settings.js";
import { withException } from "../../../protocol/src/leaving/exceptions.js";
import { badge } from "../badge.js";
import type { KeptHere } from "../kept.js";
import type { CallFacts, FromFrame, Holding, ToFrame } from "../messages.js";
import type { Adapter, Look, PageReadings } from "../platforms/adapter.js";
import { adapterFor } from "../platforms/register.js";
import { FROM_WORLD, TO_WORLD, worldFrom, type World } from "../platforms/world.js";
import type { Status } from "../status.js";
import { text } from "../text.js";
import type { CallLoop } from "./loop.js";
import type { Outside } from "./outside.js";
import { parts } from "./parts.js";
import type { Recording } from "./recording.js";

const FACTS_EVERY_MS = 10_000;
/** Less than this between the two clocks is rounding. */
const CLOCK_MOVED_MS = 50;
/** After a press in the page that goes because of it. */
const PRESSED_MS = 2000;
const NOTHING = "null";
const RULES_RUN_HERE = "data-leave-rules";
const NOTHING_PLANNED: CallFacts = {
  plan: { start: null, end: null, nextStart: null, nextAccepted: null },
  series: null, title: null, reportsTo: null, roster: false, peaceUntil: null,
};
const NO_RULES: LeavePlan = {
  lines: [], confirm: { countdown_s: 30, countdown_hidden_s: 60, snooze_s: 600, sound: false }, min_in_call_s: 120, dry_run: false, goodbye: "",
};

type Kept = Pick<KeptHere, "plan" | "exceptions" | "switches" | "guardsTab">;

export class Frame {
  private world: World | null = null;
  private adapter: Adapter | null = null;
  /** What the worker knows that this frame holds. */
  private held = NOTHING;
  private leads = false;
  private loop: CallLoop | null = null;
  private recording: Recording | null = null;
  private facts = NOTHING_PLANNED;
  private askedAt = -Infinity;
  private askedFor: string | null = null;
  private told = "";
  private kept: Partial<Kept> = {};
  private inputAt: number | null = null;
  private pressedAt = -Infinity;
  /** `wall` less `mono`. */
  private apart = -Infinity;
  private readonly life = new AbortController();

  begin(): void {
    const { signal } = this.life;
    document.addEventListener(FROM_WORLD, (event) => { this.world = worldFrom((event as CustomEvent<unknown>).detail) ?? this.world; }, { signal });
    document.dispatchEvent(new CustomEvent(TO_WORLD, { detail: "tell" }));
    addEventListener("pagehide", () => { this.loop?.pageGoes(); this.away(); }, { signal });
    addEventListener("beforeunload", (event) => { if (this.guards()) event.preventDefault(); }, { signal });
    document.addEventListener("visibilitychange", () => { this.look(); }, { signal });
    const heard = { signal, passive: true, capture: true };
    for (const input of ["keydown", "pointerdown", "pointermove"]) addEventListener(input, () => { this.inputAt = performance.now(); }, heard);
    addEventListener("click", ({ isTrusted }) => { if (isTrusted) this.pressedAt = performance.now(); }, heard);
    const timer = setInterval(() => { this.look(); }, 1000);
    signal.addEventListener("abort", () => { clearInterval(timer); });
    this.look();
  }

  /** A newer script takes over, or the plugin was switched off. */
  end(): void {
    this.away();
    this.life.abort();
  }

  remember(kept: Partial<Kept>): void {
    this.kept = kept;
    if (kept.switches) this.recording?.switch(kept.switches);
  }

  hear(message: ToFrame): void {
    if (message.type === "lead") {
      if (message.on === this.leads) return;
      this.leads = message.on;
      if (!message.on) this.stopCall();
    } else {
      switch (message.order) {
        case "press": this.loop?.press(); break;
        case "stay": this.loop?.stay(); break;
        case "now": this.loop?.leaveNow(); break;
        case "snooze": this.loop?.snooze(); break;
      }
    }
    this.look();
  }

  /** The page is read once, and all that follows goes by what was read. */
  private look(): void {
    if (this.life.signal.aborted) return;
    if (!chrome.runtime.id) { this.end(); return; } // the plugin was updated: this script is an orphan
    const look = this.seen();
    const adapter = adapterFor(look);
    if (this.adapter !== adapter) this.stopCall();
    this.adapter = adapter;
    const readings = adapter?.read(look);
    this.holds(adapter && { platform: adapter.name, place: readings?.place.is === "ok" ? readings.place.value : null });
    if (!adapter || !readings) return;
    if (this.leads && !this.loop) this.startCall(adapter);
    if (!this.loop) return;
    this.loop.look(look, readings);
    this.askFacts(adapter, look, readings);
  }

  private seen(): Look {
    // In whole milliseconds and as far apart as before: what is due at a moment must not seem to move with every look.
    const mono = Math.ceil(performance.now());
    const apart = Date.now() - mono;
    if (Math.abs(apart - this.apart) > CLOCK_MOVED_MS) this.apart = apart;
    return { document, url: new URL(location.href), now: { mono, wall: mono + this.apart }, world: this.world };
  }

  /** Tells the worker what this frame holds, whenever that changes; it answers who leads. */
  private holds(holding: Holding | null): void {
    const held = JSON.stringify(holding);
    if (held === this.held) return;
    this.held = held;
    void send<boolean>({ type: "holds", holding }).then((leads) => {
      if (leads === null) this.held = ""; // nobody heard it: told again at the next look
      else this.hear({ type: "lead", on: leads });
    });
  }

  private askFacts(adapter: Adapter, { url, now }: Look, { shownStart, shownEnd }: PageReadings): void {
    const address = adapter.callAddress(url);
    if (address === this.askedFor && now.mono - this.askedAt < FACTS_EVERY_MS) return;
    this.askedFor = address;
    this.askedAt = now.mono;
    void send<CallFacts>({ type: "facts", call: this.recording?.call ?? null, platform: adapter.name, address, shownStart, shownEnd }).then((facts) => {
      if (address !== this.askedFor) return;
      if (!facts) { this.askedAt = -Infinity; return; }
      this.facts = facts;
      this.loop?.peaceUntil(facts.peaceUntil);
      if (facts.roster) this.announceRoster();
    });
  }

  private startCall(adapter: Adapter): void {
    const { engine, overlay, call: Call, recording: Records } = parts();
    if (!engine || !overlay || !Call || !Records) return;
    const recording = this.recording = new Records(adapter, this.kept.switches, (told) => send<boolean>({ type: "keep", told }).then((kept) => kept === true));
    // The answers reach the loop through `this`: the overlay is made before the loop that it answers.
    const face = overlay.make({
      stay: () => this.loop?.stay(), leaveNow: () => this.loop?.leaveNow(), snooze: () => this.loop?.snooze(),
      rejoin: () => this.loop?.rejoin(), again: () => this.loop?.again(),
    });
    const outside: Outside = {
      engine, adapter, overlay: face,
      why: (line) => overlay.why(line),
      failed: () => overlay.failed(),
      look: () => this.seen(),
      inputAt: () => this.inputAt,
      wait: (ms) => new Promise((done) => { setTimeout(done, ms); }),
      hidden: () => document.hidden,
      plan: () => this.plan(),
      facts: () => this.facts,
      tell: (status) => { this.tell(status); },
      log: (entry) => { void send({ type: "log", entry }); },
      chime: () => parts().chime?.(),
      notify: (words, counts) => { void send({ type: "notify", words, counts }); },
      record: (readings, now) => { recording.look(readings, now, location.href); },
      leaving: (reason) => { recording.leaving = reason; },
      out: (line, { address, href }) => { void send({ type: "left", platform: adapter.name, line, rejoin: href, address }); },
    };
    this.loop = new Call(outside);
    // In our own room its page has leave rules, too: while these run, those stand back.
    if (adapter.name === "room") document.documentElement.toggleAttribute(RULES_RUN_HERE, true);
    this.facts = NOTHING_PLANNED;
    this.askedAt = -Infinity;
    this.told = "";
  }

  /** The list of people is read only after the page's chat has said so; where it cannot be said it is not read. */
  private announceRoster(): void {
    if (!this.recording || this.recording.announced || !this.kept.switches?.roster || !this.adapter) return;
    this.recording.announced = this.adapter.say(this.seen(), text("roster_notice"));
  }

  private stopCall(): void {
    if (!this.loop) return;
    this.recording?.over(this.seen().now, "closed");
    this.recording?.last();
    this.recording = null;
    this.loop.gone();
    this.loop = null;
    parts().overlay?.gone();
    document.documentElement.removeAttribute(RULES_RUN_HERE);
  }

  /** The page goes: closed, reloaded or left. It may come back out of the browser's cache. */
  private away(): void {
    this.stopCall();
    this.leads = false;
    this.holds(null);
  }

  /**
   * Whether closing or reloading asks. Read anew: a second ago it may have been a call still. Who has just pressed something in
   * the page leaves by it, and is not asked.
   */
  private guards(): boolean {
    if (!this.kept.guardsTab || !this.loop || !this.adapter || this.recording?.leaving || performance.now() - this.pressedAt < PRESSED_MS) return false;
    const { place } = this.adapter.read(this.seen());
    return place.is === "ok" && (place.value === "call" || place.value === "moving");
  }

  private plan(): LeavePlan {
    const { plan = NO_RULES, exceptions = {} } = this.kept;
    const here: readonly Line[] = [
      ...(this.facts.series ? exceptions[`series:${this.facts.series}`] ?? [] : []),
      ...(this.askedFor ? exceptions[`call:${this.askedFor}`] ?? [] : []),
    ];
    return here.length > 0 ? withException(plan, here) : plan;
  }

  /** Whenever it changes, or the badge that stands for it: seconds of a countdown, minutes to what is due. And once a minute. */
  private tell(status: Status): void {
    const { wall } = this.seen().now;
    const told = JSON.stringify([status, badge(status, true, wall).text, Math.floor(wall / 60_000)]);
    if (told === this.told) return;
    this.told = told;
    void send<true>({ type: "status", status }).then((heard) => { if (!heard) this.told = ""; });
  }
}

/** After an update of the plugin nobody answers the old script any more: it keeps still. */
async function send<Answer>(message: FromFrame): Promise<Answer | null> {
  if (!chrome.runtime.id) return null;
  try {
    return ((await chrome.runtime.sendMessage(message)) ?? null) as Answer | null;
  } catch {
    return null;
  }
}
