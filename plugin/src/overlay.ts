/**
 * What stands in the corner of a call while it counts, and a moment after. It shows what it is given and keeps no time:
 *
 *     const overlay = new Overlay({ stay, leaveNow, snooze, rejoin, again });
 *     overlay.show({ state: "counting", left: 30, of: 30, why: "Nobody else has been here for 2 minutes.", snooze_s: 600 });
 *     overlay.show({ state: "counting", left: 29, … });   // once a second
 *     overlay.hide();
 *
 * It never takes the focus. Keys, while it counts or asks: Escape stays; Alt+Shift+N leaves now; Alt+Shift+Z snoozes.
 * Only what a person did is believed (`isTrusted`). Screen readers hear it once, and again at ten seconds.
 * The shadow root is open on purpose: its words are no secret, and tests and assistive tools may look in.
 */
import overlayStyle from "./overlay.css";
import { text } from "./text.js";

const LEFT_SHOWN_MS = 8000;
const AGAIN_AT = 10;
const ROUND = 157; // circumference of the ring

export type Shown =
  /** `snooze_s` 0: the three seconds after the button, which need no Snooze. */
  | { state: "counting"; left: number; of: number; why: string; snooze_s: number }
  /** Due, and nothing happens without an answer. */
  | { state: "told"; why: string }
  /** Out. `verified`: the page shows it. `rejoin`: offer the way back. */
  | { state: "left"; connections: number; verified: boolean; rejoin: boolean }
  | { state: "failed" };

export interface Answers {
  stay(): void;
  leaveNow(): void;
  snooze(): void;
  rejoin(): void;
  /** Try to leave once more. */
  again(): void;
}

export class Overlay {
  private host: HTMLElement | undefined;
  private box: HTMLElement | undefined;
  private state = "";
  private hiding: ReturnType<typeof setTimeout> | undefined;
  private readonly keys = (event: KeyboardEvent): void => { this.pressed(event); };

  constructor(private readonly answers: Answers) {}

  get isCounting(): boolean {
    return this.state.startsWith("counting");
  }

  show(shown: Shown): void {
    clearTimeout(this.hiding);
    this.open();
    if (shown.state === "counting") this.counting(shown);
    else if (shown.state === "told") this.words("told", shown.why, ["stay", "leaveNow"]);
    else if (shown.state === "failed") this.words("failed", text("overlay_failed"), ["again", "stay"]);
    else {
      this.words("left", leftWords(shown), shown.rejoin ? ["rejoin"] : []);
      this.hiding = setTimeout(() => { this.hide(); }, LEFT_SHOWN_MS);
    }
  }

  hide(): void {
    clearTimeout(this.hiding);
    removeEventListener("keydown", this.keys, true);
    this.host?.remove();
    this.host = this.box = undefined;
    this.state = "";
  }

  private counting({ left, of, why, snooze_s }: Extract<Shown, { state: "counting" }>): void {
    const line = text("overlay_leaving", String(left));
    if (this.state !== `counting ${why}`) {
      const buttons: Answer[] = snooze_s ? ["stay", "leaveNow", "snooze"] : ["stay", "leaveNow"];
      this.fill(`counting ${why}`, [ring(), paragraph(why), said()], buttons, snooze_s);
      this.tell(`${why} ${line} ${text("overlay_keys")}`);
    } else if (left === AGAIN_AT) this.tell(line);
    const [, moves] = this.box?.querySelectorAll("circle") ?? [];
    moves?.setAttribute("stroke-dashoffset", String(ROUND * (1 - left / Math.max(of, 1))));
    const seconds = this.box?.querySelector("text");
    if (seconds) seconds.textContent = String(left);
  }

  /** The polite voice; it gets its words after it is in the page, or nobody hears them. */
  private tell(words: string): void {
    setTimeout(() => {
      const voice = this.box?.querySelector(".said");
      if (voice) voice.textContent = words;
    });
  }

  private words(state: string, words: string, buttons: Answer[]): void {
    const name = `${state} ${words}`;
    if (this.state === name) return;
    this.fill(name, [paragraph(words), said()], buttons);
    this.tell(words);
  }

  private fill(state: string, parts: Element[], buttons: Answer[], snooze_s = 0): void {
    this.state = state;
    const row = document.createElement("div");
    row.append(...buttons.map((name) => this.button(name, snooze_s)));
    this.box?.replaceChildren(...parts, row);
  }

  private open(): void {
    if (this.host) return;
    this.host = document.createElement("leave-the-meeting");
    const root = this.host.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(overlayStyle);
    root.adoptedStyleSheets = [style];
    this.box = document.createElement("section");
    this.box.setAttribute("aria-label", text("name"));
    this.box.lang = text("lang");
    root.append(this.box);
    document.documentElement.append(this.host);
    addEventListener("keydown", this.keys, true);
  }

  private button(name: Answer, snooze_s: number): HTMLButtonElement {
    const made = document.createElement("button");
    made.textContent = text(`overlay_${name}`, String(Math.round(snooze_s / 60)));
    made.type = "button";
    made.addEventListener("click", (event) => { if (event.isTrusted) this.answers[name](); });
    return made;
  }

  private pressed(event: KeyboardEvent): void {
    if (!event.isTrusted || !/^(counting|told)/.test(this.state)) return;
    const { code, altKey, shiftKey } = event;
    const both = altKey && shiftKey;
    if (event.key === "Escape") this.answers.stay();
    else if (both && code === "KeyN") this.answers.leaveNow();
    else if (both && code === "KeyZ" && this.box?.querySelector("button:nth-child(3)")) this.answers.snooze();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

type Answer = keyof Answers;

function paragraph(words: string): HTMLElement {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}

function said(): HTMLElement {
  const made = document.createElement("span");
  made.className = "said";
  made.setAttribute("role", "status");
  return made;
}

function ring(): Element {
  const make = (name: string, given: Record<string, string>): Element => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
    return made;
  };
  const svg = make("svg", { viewBox: "0 0 56 56", "aria-hidden": "true" });
  const circle = { cx: "28", cy: "28", r: "25" };
  svg.append(make("circle", circle), make("circle", { ...circle, "stroke-dasharray": String(ROUND) }), make("text", { x: "28", y: "28" }));
  return svg;
}

function leftWords({ connections, verified }: { connections: number; verified: boolean }): string {
  if (connections === 1) return text("left_one");
  return connections ? text("left_many", String(connections)) : text(verified ? "left_verified" : "left_nothing");
}
