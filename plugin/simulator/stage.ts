/** The invented call: who is there, and the countdown in its corner as the plugin shows it. */
import { el, say, svg } from "../src/pages/dom.js";
import { text } from "../src/text.js";
import { because } from "../src/words.js";
import type { Play } from "./play.js";

const ROUND = 157;

export class Stage {
  private readonly tiles = el("ul", { class: "sim-tiles", "aria-label": text("sim_people") });
  private readonly place = el("p", { class: "sim-place" });
  private readonly moving = svg("circle", { cx: 28, cy: 28, r: 25, "stroke-dasharray": ROUND });
  private readonly seconds = svg("text", { x: 28, y: 28 });
  private readonly why = el("p", { role: "status" });
  private readonly card: HTMLElement;
  readonly root: HTMLElement;
  private shown = "";

  constructor(answered: (how: "stay" | "now" | "snooze") => void) {
    const answer = (how: "stay" | "now" | "snooze", name: string, ...given: string[]): HTMLElement =>
      el("button", { type: "button", class: how === "stay" ? "" : "secondary", "data-answer": how, onclick: () => { answered(how); } }, text(name, ...given));
    this.card = el("section", { class: "sim-countdown", "aria-label": text("sim_countdown"), hidden: true },
      svg("svg", { viewBox: "0 0 56 56", "aria-hidden": "true" }, svg("circle", { cx: 28, cy: 28, r: 25 }), this.moving, this.seconds), this.why,
      el("div", {}, answer("stay", "stay"), answer("now", "leave_now"), answer("snooze", "snooze", "10")));
    this.root = el("section", { class: "sim-stage", "aria-label": text("sim_stage") }, this.place, this.tiles, this.card);
  }

  draw(play: Play): void {
    const { meeting, countdown, ending } = play;
    const gone = ending?.is === "left";
    const parts = [...meeting.people.values()].map(({ name, host }) => (host ? text("sim_host", name) : name));
    const now = `${gone} ${meeting.place} ${String(meeting.listReadable)} ${parts.join("|")}`;
    if (now !== this.shown) {
      this.shown = now;
      const inside = meeting.place === "call";
      this.tiles.replaceChildren(...(inside ? parts.map(tile) : []), el("li", { class: gone ? "sim-gone" : "sim-you" }, gone ? text("sim_gone") : text("sim_you")));
      say(this.place, `${text(`place_${meeting.place}`)}${meeting.listReadable ? "" : ` ${text("sim_list_broken")}`}`);
    }
    this.card.hidden = !countdown;
    const line = countdown && play.plan.lines.find(({ id }) => id === countdown.line);
    say(this.why, line ? because(line) : "");
    if (!countdown) return;
    say(this.seconds, String(countdown.left));
    this.moving.setAttribute("stroke-dashoffset", String(ROUND * (1 - countdown.left / countdown.of)));
  }
}

function tile(name: string): HTMLElement {
  return el("li", {}, el("span", { "aria-hidden": "true" }, name.slice(0, 1)), name);
}
