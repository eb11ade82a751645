/** In every frame that the member has let the plugin into: finds who can read the page, and runs the call while this frame speaks for its tab. */
import type { LeavePlan, Line } from "../../../protocol/src/leaving/settings.js";
import { withException } from "../../../protocol/src/leaving/exceptions.js";
import type { Now } from "../../../protocol/src/leaving/signals.js";
import type { KeptHere, LeaveLogEntry } from "../kept.js";
import type { CallFacts, FromFrame, Holding, ToFrame } from "../messages.js";
import type { Adapter, Look } from "../platforms/adapter.js";
import { adapterFor } from "../platforms/register.js";
import { FROM_WORLD, TO_WORLD, worldFrom, type World } from "../platforms/world.js";
import type { Status } from "../status.js";
import { text } from "../text.js";
import type { CallLoop } from "./loop.js";
import type { Outside } from "./outside.js";
import { parts } from "./parts.js";
import type { Recording } from "./recording.js";

const FACTS_EVERY_MS = 10_000;
const MINUTE_MS = 60_000;
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
  private told = "";
  private leads = false;
  private loop: CallLoop | null = null;
  private recording: Recording | null = null;
  private facts = NOTHING_PLANNED;
  private askedAt = -Infinity;
  private askedFor: string | null = null;
  private status = "";
  private statusAt = -Infinity;
  private kept: Partial<Kept> = {};
  private readonly life = new AbortController();

  begin(): void {
    const { signal } = this.life;
    document.addEventListener(FROM_WORLD, (event) => { this.world = worldFrom((event as CustomEvent<unknown>).detail) ?? this.world; }, { signal });
    document.dispatchEvent(new CustomEvent(TO_WORLD, { detail: "tell" }));
    addEventListener("pagehide", () => { this.away(); }, { signal });
    addEventListener("beforeunload", (event) => { if (this.loop?.inCall && this.kept.guardsTab && !this.recording?.leaving) event.preventDefault(); }, { signal });
    document.addEventListener("visibilitychange", () => { this.look(); }, { signal });
    for (const input of ["keydown", "pointerdown", "pointermove"]) addEventListener(input, () => { this.inputAt = performance.now(); }, { signal, passive: true, capture: true });
    const timer = setInterval(() => { this.look(); }, 1000);
    signal.addEventListener("abort", () => { clearInterval(timer); });
    this.look();
  }

  /** A newer script takes over, or the plugin was switched off. */
  end(): void {
    this.stopCall();
    this.life.abort();
  }

  remember(kept: Partial<Kept>): void {
    this.kept = { ...this.kept, ...kept };
    if (kept.switches) this.recording?.switch(kept.switches);
  }

  hear(message: ToFrame): void {
    if (message.type === "lead") {
      this.leads = message.on;
      if (!message.on) this.stopCall();
      return;
    }
    const { loop } = this;
    if (!loop) return;
    switch (message.order) {
      case "press": loop.press(); break;
      case "stay": loop.stay(); break;
      case "now": loop.leaveNow(); break;
      case "snooze": loop.snooze(); break;
    }
    this.look();
  }

  private inputAt: number | null = null;

  private look(): void {
    if (!chrome.runtime.id) { this.end(); return; } // the plugin was updated: this script is an orphan
    const look = this.seen();
    this.adapter = adapterFor(look);
    this.holds(look);
    if (this.leads && this.adapter && !this.loop) this.startCall(this.adapter);
    if (this.loop && !this.adapter) this.stopCall();
    this.loop?.look();
    this.askFacts(look);
  }

  private seen(): Look {
    const now: Now = { mono: performance.now(), wall: Date.now() };
    return { document, url: new URL(location.href), now, world: this.world };
  }

  /** Tells the worker what this frame holds, whenever that changes; it answers who leads. */
  private holds(look: Look): void {
    const place = this.adapter?.read(look).place;
    const holding: Holding | null = this.adapter && { platform: this.adapter.name, place: place?.is === "ok" ? place.value : null };
    const told = JSON.stringify(holding);
    if (told === this.told || (this.told === "" && holding === null)) return;
    this.told = told;
    void send<boolean>({ type: "holds", holding }).then((leads) => { if (leads !== null) this.hear({ type: "lead", on: leads }); });
  }

  private askFacts(look: Look): void {
    if (!this.loop || !this.adapter) return;
    const address = this.adapter.callAddress(look.url);
    if (address === this.askedFor && look.now.mono - this.askedAt < FACTS_EVERY_MS) return;
    this.askedFor = address;
    this.askedAt = look.now.mono;
    const { shownStart, shownEnd } = this.adapter.read(look);
    void send<CallFacts>({ type: "facts", call: this.recording?.call ?? null, platform: this.adapter.name, address, shownStart, shownEnd }).then((facts) => {
      if (!facts) { this.askedAt = -Infinity; return; }
      this.facts = facts;
      this.loop?.peaceUntil(facts.peaceUntil);
      if (facts.roster) this.announceRoster();
    });
  }

  private startCall(adapter: Adapter): void {
    const { engine, overlay, call: Call, recording: Records } = parts();
    if (!engine || !overlay || !Call || !Records) return;
    this.recording = new Records(adapter, this.kept.switches, (told) => send<boolean>({ type: "keep", told }).then((kept) => kept === true));
    // The answers reach the loop through `this`: the overlay is made before the loop that it answers.
    const face = overlay.make({
      stay: () => this.loop?.stay(), leaveNow: () => this.loop?.leaveNow(), snooze: () => this.loop?.snooze(),
      rejoin: () => this.loop?.rejoin(), again: () => this.loop?.again(),
    });
    const outside: Outside = {
      engine, adapter, overlay: face,
      why: (line) => overlay.why(line),
      look: () => this.seen(),
      inputAt: () => this.inputAt,
      wait: (ms) => new Promise((done) => { setTimeout(done, ms); }),
      hidden: () => document.hidden,
      plan: () => this.plan(),
      facts: () => this.facts,
      tell: (status) => { this.tell(status); },
      log: (entry) => { this.log(entry); },
      chime: () => parts().chime?.(),
      notify: (words, counts) => { void send({ type: "notify", words, counts }); },
      record: (readings, now) => { this.recording?.look(readings, now, location.href); },
      leaving: (reason) => { if (this.recording) this.recording.leaving = reason; },
      out: (line) => { this.out(line); },
    };
    this.loop = new Call(outside);
    // In our own room its page has leave rules, too: while these run, those stand back.
    if (adapter.name === "room") document.documentElement.toggleAttribute(RULES_RUN_HERE, true);
    this.facts = NOTHING_PLANNED;
    this.askedAt = -Infinity;
  }

  /** The list of people is read only after the page's chat has said so; where it cannot be said it is not read. */
  private announceRoster(): void {
    if (!this.recording || this.recording.announced || !this.kept.switches?.roster || !this.adapter) return;
    this.recording.announced = this.adapter.say(this.seen(), text("roster_notice"));
  }

  private stopCall(): void {
    if (!this.loop) return;
    this.recording?.over(this.seen().now, "closed");
    this.recording = null;
    this.loop = null;
    this.status = "";
    parts().overlay?.gone?.();
    document.documentElement.removeAttribute(RULES_RUN_HERE);
    void send({ type: "status", status: null });
  }

  /** The page goes: closed, reloaded or left. It may come back out of the browser's cache. */
  private away(): void {
    this.loop?.pageGoes();
    this.stopCall();
    this.told = "";
    void send({ type: "holds", holding: null });
  }

  private plan(): LeavePlan {
    const { plan = NO_RULES, exceptions = {} } = this.kept;
    const here: readonly Line[] = [
      ...(this.facts.series ? exceptions[`series:${this.facts.series}`] ?? [] : []),
      ...(this.askedFor ? exceptions[`call:${this.askedFor}`] ?? [] : []),
    ];
    return here.length > 0 ? withException(plan, here) : plan;
  }

  private tell(status: Status): void {
    const words = JSON.stringify(status);
    // How long a thing has been unreadable passes in silence: whoever wants to tell of it is reminded once a minute.
    const again = this.kept.switches?.health && performance.now() - this.statusAt > MINUTE_MS;
    if (words === this.status && !again) return;
    [this.status, this.statusAt] = [words, performance.now()];
    void send({ type: "status", status });
  }

  private log(entry: LeaveLogEntry): void {
    void send({ type: "log", entry });
  }

  private out(line: string): void {
    if (this.adapter) void send({ type: "left", platform: this.adapter.name, line, rejoin: location.href, address: this.askedFor });
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
