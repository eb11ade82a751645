/** What each line of the plan says now, and what was said and done, in words. */
import type { LeavePlan, Line } from "../../protocol/src/leaving/settings.js";
import { el, say } from "../src/pages/dom.js";
import { text } from "../src/text.js";
import { clockOf, lineName, sentence, verdictWords } from "../src/words.js";
import type { Play, Said } from "./play.js";

export class Verdicts {
  private readonly body = el("tbody");
  private readonly cells = new Map<string, { row: HTMLElement; cell: HTMLElement; line: Line }>();
  readonly root = el("div", { class: "sim-scroll", tabindex: 0, role: "group", "aria-label": text("sim_rules_title") },
    el("table", { class: "sim-verdicts" },
      el("caption", { class: "visually-hidden" }, text("sim_rules_title")),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, text("sim_rule")), el("th", { scope: "col" }, text("sim_says")))), this.body));

  begin(plan: LeavePlan): void {
    this.cells.clear();
    const lines = [...plan.lines.filter(({ enabled }) => enabled), ...plan.lines.filter(({ enabled }) => !enabled)];
    this.body.replaceChildren(...lines.map((line) => {
      const cell = el("td");
      const row = el("tr", { "data-line": line.id }, el("th", { scope: "row" }, lineName(line), el("small", {}, sentence(line))), cell);
      this.cells.set(line.id, { row, cell, line });
      return row;
    }));
  }

  draw({ verdicts, ending }: Play): void {
    for (const verdict of verdicts) {
      const { row, cell, line } = this.cells.get(verdict.line) ?? {};
      if (!row || !cell) continue;
      row.dataset["says"] = verdict.says;
      say(cell, ending?.is === "left" && ending.line === verdict.line ? text("sim_left_by_it") : verdictWords(verdict, line));
    }
  }
}

export function deedWords({ second, deed }: Said, play: Play): string {
  const line = play.plan.lines.find(({ id }) => id === deed.line);
  const name = line ? lineName(line) : deed.line;
  const clock = clockOf(play.wallOf(second), true);
  switch (deed.do) {
    case "count": return text("deed_count", clock, name, String(deed.seconds));
    case "stop": return text("deed_stop", clock, name, text(`stop_${deed.why}`));
    case "leave": return text("deed_leave", clock, name);
    case "tell": return text("deed_tell", clock, name, text(`tell_${deed.about}`));
    case "would_leave": return text("deed_would_leave", clock, name);
  }
}
