/** What the plan would do in a sample meeting: the real engine, the same picture as the simulator, and a table. */
import type { LeavePlan } from "../../../protocol/src/leaving/settings.js";
import { picture } from "../../simulator/picture.js";
import { Play } from "../../simulator/play.js";
import { SAMPLE } from "../../simulator/scripts.js";
import { deedWords } from "../../simulator/verdicts.js";
import { text } from "../text.js";
import { clockOf, duration } from "../words.js";
import { el } from "./dom.js";

const BEGINS = new Date(2026, 2, 2, 10, 0).getTime();

export function previewPlay(plan: LeavePlan): Play {
  const play = new Play(SAMPLE, plan, BEGINS);
  play.to(SAMPLE.lasts_s);
  return play;
}

export function preview(plan: LeavePlan): HTMLElement[] {
  const play = previewPlay(plan);
  const rows = play.said.map((one) => el("tr", {}, el("td", { class: "tabular" }, clockOf(play.wallOf(one.second), true)), el("td", {}, deedWords(one, play).split(" · ").slice(1).join(" · "))));
  const end = play.ending?.is === "left" ? text("preview_left", clockOf(play.wallOf(play.ending.second), true), duration(play.ending.second)) : text("preview_stays");
  return [
    el("p", { class: "lead", role: "status" }, end),
    el("div", { class: "sim-scroll", tabindex: 0, role: "group", "aria-label": text("preview_title") }, picture(play)),
    rows.length === 0 ? el("p", {}, text("sim_nothing_yet"))
      : el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, text("sim_time")), el("th", { scope: "col" }, text("sim_log_title")))), el("tbody", {}, ...rows)),
  ];
}
