/**
 * The simulator's page, in the plugin and on the website: a meeting that runs as fast as one likes, and what each rule
 * says about it. For tests everything is on `window.simulator`, and the state stands in `data-…` of its root.
 */
import type { LeavePlan } from "../../protocol/src/leaving/settings.js";
import { STANDARD } from "../../protocol/src/leaving/defaults.js";
import { button, el, say } from "../src/pages/dom.js";
import { text } from "../src/text.js";
import { clockOf, duration } from "../src/words.js";
import { Hands } from "./hands.js";
import type { Happening } from "./meeting.js";
import { picture } from "./picture.js";
import { Play, type Countdown, type Ending } from "./play.js";
import { BLANK, planFor, SCRIPTS, type Script } from "./scripts.js";
import { Stage } from "./stage.js";
import { deedWords, Verdicts } from "./verdicts.js";

export interface SimulatorState {
  script: string;
  second: number;
  clock: string;
  others: number;
  playing: boolean;
  verdicts: Record<string, string>;
  countdown: Countdown | null;
  ending: Ending | null;
}

export interface Simulator {
  load(id: string): void;
  run(speed: number): void;
  pause(): void;
  step(seconds: number): void;
  seek(second: number): void;
  act(what: Happening): void;
  state(): SimulatorState;
}

declare global {
  interface Window { simulator?: Simulator }
}

const SPEEDS = [1, 10, 60, 200, 600] as const;
const FRAME_MS = 100;
const PICTURE_MS = 400;
const ALL: readonly Script[] = [...SCRIPTS, BLANK];

class Page implements Simulator {
  private play: Play;
  private speed = 60;
  private timer: ReturnType<typeof setInterval> | undefined;
  private last = 0;
  private owed = 0;
  private drawnAt = -Infinity;
  private readonly choice = el("select", { id: "sim-script", onchange: () => { this.load(this.choice.value); } }, ...ALL.map(({ id }) => el("option", { value: id }, text(`script_${id}`))));
  private readonly story = el("p", { class: "sim-story" });
  private readonly playing = button("", () => { if (this.timer) this.pause(); else this.run(this.speed); }, "sim-play");
  private readonly time = el("input", { id: "sim-time", type: "range", min: 0, step: 1, oninput: () => { this.seek(Number(this.time.value)); } });
  private readonly clock = el("output", { for: "sim-time", class: "tabular" });
  private readonly picture = el("div", { class: "sim-scroll", tabindex: 0, role: "group", "aria-label": text("sim_picture_title") });
  private readonly log = el("ol", { class: "sim-log" });
  private readonly outcome = el("p", { role: "status", class: "sim-outcome" });
  private readonly stage = new Stage((answer) => { this.act({ do: "answer", with: answer }); });
  private readonly hands = new Hands((what) => { this.act(what); });
  private readonly verdicts = new Verdicts();

  constructor(private readonly root: HTMLElement, private readonly plan: LeavePlan) {
    this.play = this.begin(ALL[0] ?? BLANK);
    root.replaceChildren(this.head(), this.stage.root, el("h2", {}, text("sim_rules_title")), this.picture, this.verdicts.root, el("h2", {}, text("sim_log_title")), this.outcome, this.log, this.hands.root);
    this.load(this.play.script.id);
  }

  load(id: string): void {
    this.pause();
    const script = ALL.find((one) => one.id === id) ?? BLANK;
    this.play = this.begin(script);
    this.choice.value = script.id;
    say(this.story, text(`story_${script.id}`));
    this.time.max = String(script.lasts_s);
    this.draw(true);
  }

  run(speed: number): void {
    this.pause();
    this.speed = speed;
    if (this.play.ending) this.play.back(0);
    this.last = performance.now();
    this.owed = 0;
    this.timer = setInterval(() => { this.frame(); }, FRAME_MS);
    this.draw(true);
  }

  pause(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.draw(true);
  }

  step(seconds: number): void {
    this.pause();
    this.play.to(this.play.at + seconds);
    this.draw(true);
  }

  seek(second: number): void {
    if (second < this.play.at || this.play.ending) this.play.back(second);
    else this.play.to(second);
    this.draw(true);
  }

  act(what: Happening): void {
    this.play.now(what);
    this.draw(true);
  }

  state(): SimulatorState {
    const { play } = this;
    return {
      script: play.script.id, second: play.at, clock: clockOf(play.wallOf(play.at), true), others: play.meeting.others, playing: this.timer !== undefined,
      verdicts: Object.fromEntries(play.verdicts.map(({ line, says }) => [line, says])), countdown: play.countdown, ending: play.ending,
    };
  }

  private begin(script: Script): Play {
    const begins = new Date(2026, 2, 2, 10, 0).getTime();
    const play = new Play(script, planFor(script, this.plan), begins);
    this.verdicts.begin(play.plan);
    return play;
  }

  /** A tab in the background gets fewer frames; the time that is owed is made up for, but never a minute of it at once. */
  private frame(): void {
    const now = performance.now();
    this.owed += (Math.min(now - this.last, 1000) / 1000) * this.speed;
    this.last = now;
    const seconds = Math.floor(this.owed);
    this.owed -= seconds;
    // Nobody could answer a countdown of a twentieth of a second: it runs at most ten times as fast.
    const { countdown } = this.play;
    this.play.to(this.play.at + (countdown ? Math.min(seconds, 1) : seconds));
    if (this.play.ending) this.pause();
    else this.draw(false);
  }

  private head(): HTMLElement {
    const speed = el("select", { id: "sim-speed", onchange: () => { this.speed = Number(speed.value); } }, ...SPEEDS.map((one) => el("option", { value: one, ...(one === this.speed && { selected: true }) }, `${one} ×`)));
    return el("div", { class: "sim-head" },
      el("p", { class: "sim-field" }, el("label", { for: "sim-script" }, text("sim_script")), this.choice),
      this.story,
      el("div", { class: "sim-controls" }, this.playing,
        button(text("sim_step_second"), () => { this.step(1); }), button(text("sim_step_minute"), () => { this.step(60); }), button(text("sim_restart"), () => { this.seek(0); }),
        el("p", { class: "sim-field" }, el("label", { for: "sim-speed" }, text("sim_speed")), speed)),
      el("p", { class: "sim-field sim-seek" }, el("label", { for: "sim-time" }, text("sim_time")), this.time, this.clock));
  }

  private draw(whole: boolean): void {
    const { play } = this;
    const state = this.state();
    Object.assign(this.root.dataset, {
      script: state.script, second: String(state.second), state: play.ending ? "over" : state.playing ? "playing" : "paused",
      counting: state.countdown?.line ?? "", left: String(state.countdown?.left ?? ""), outcome: play.ending ? `${play.ending.is}${play.ending.is === "left" ? `:${play.ending.line}` : ""}` : "",
    });
    say(this.playing, text(state.playing ? "sim_pause" : play.ending ? "sim_again" : "sim_play"));
    this.time.value = String(state.second);
    say(this.clock, `${state.clock} · ${duration(state.second)}`);
    this.time.setAttribute("aria-valuetext", this.clock.textContent);
    this.stage.draw(play);
    this.hands.draw(play.meeting);
    this.verdicts.draw(play);
    this.tellLog();
    const now = performance.now();
    if (!whole && now - this.drawnAt < PICTURE_MS) return;
    this.drawnAt = now;
    this.picture.replaceChildren(picture(play));
  }

  private tellLog(): void {
    const { play } = this;
    while (this.log.children.length > play.said.length) this.log.lastElementChild?.remove();
    for (const one of play.said.slice(this.log.children.length)) this.log.append(el("li", { "data-deed": one.deed.do }, deedWords(one, play)));
    say(this.outcome, play.ending?.is === "left" ? text("sim_left", clockOf(play.wallOf(play.ending.second), true))
      : play.ending ? text("sim_ended") : play.said.length === 0 ? text("sim_nothing_yet") : "");
  }
}

export function mount(root: HTMLElement, plan: LeavePlan = STANDARD): Simulator {
  const page = new Page(root, plan);
  window.simulator = page;
  return page;
}
