/** The meeting as a picture: how many were there, and one lane for each line of the plan. The table beside it says the same in words. */
import { svg } from "../src/pages/dom.js";
import { lineName, duration } from "../src/words.js";
import { text } from "../src/text.js";
import type { Play, Sample } from "./play.js";

const WIDE = 720;
const LEFT = 168;
const CURVE = 84;
const LANE = 22;
const TOP = 22;

type Says = Sample["says"][number];
const SHOWN: readonly Says[] = ["running", "held", "counting", "told", "paused"];

export function picture(play: Play, lasts_s = play.script.lasts_s): SVGElement {
  const lines = play.plan.lines.map((line, index) => ({ line, index })).filter(({ line }) => line.enabled);
  const bottom = TOP + CURVE + 12 + lines.length * LANE;
  const x = (second: number): number => LEFT + ((WIDE - LEFT - 8) * second) / lasts_s;
  const drawn = svg("svg", { class: "sim-picture", viewBox: `0 0 ${WIDE} ${bottom + 8}`, role: "img", "aria-label": text("sim_picture", duration(lasts_s)) });
  drawn.append(...hours(play, lasts_s, x, bottom), ...curve(play, x));
  lines.forEach(({ line, index }, lane) => {
    const y = TOP + CURVE + 12 + lane * LANE;
    drawn.append(svg("text", { class: "sim-label", x: 0, y: y + 14 }, short(lineName(line))), svg("line", { class: "sim-lane", x1: LEFT, x2: WIDE - 8, y1: y + 10, y2: y + 10 }));
    for (const { says, from, until } of stretches(play.samples, index)) {
      const bar = svg("rect", { class: `sim-${says}`, x: x(from), y: y + 4, width: Math.max(2, x(until) - x(from)), height: 12, rx: 2 });
      bar.append(svg("title", {}, `${lineName(line)}: ${text(`lane_${says}`)}`));
      drawn.append(bar);
    }
  });
  const here = play.ending?.second ?? play.at;
  drawn.append(svg("line", { class: play.ending?.is === "left" ? "sim-out" : "sim-now", x1: x(here), x2: x(here), y1: TOP, y2: bottom }));
  return drawn;
}

const short = (name: string): string => (name.length > 25 ? `${name.slice(0, 24)}…` : name);

function hours(play: Play, lasts_s: number, x: (second: number) => number, bottom: number): SVGElement[] {
  const every = lasts_s <= 1800 ? 300 : lasts_s <= 5400 ? 900 : 1800;
  const drawn: SVGElement[] = [];
  for (let second = 0; second <= lasts_s; second += every) {
    drawn.push(
      svg("line", { class: "sim-hour", x1: x(second), x2: x(second), y1: TOP, y2: bottom }),
      svg("text", { class: "sim-label", x: x(second), y: 12, "text-anchor": second === 0 ? "start" : second === lasts_s ? "end" : "middle" }, `${second / 60}′`),
    );
  }
  const { start, end, next } = play.script.planned;
  for (const [second, name] of [[start, "plan_start"], [end, "plan_end"], [next, "plan_next"]] as const) {
    if (second === null || second > lasts_s) continue;
    const mark = svg("line", { class: "sim-planned", x1: x(second), x2: x(second), y1: TOP, y2: bottom });
    mark.append(svg("title", {}, text(name)));
    drawn.push(mark);
  }
  return drawn;
}

function curve({ samples }: Play, x: (second: number) => number): SVGElement[] {
  const most = Math.max(4, ...samples.map(({ others }) => others + 1));
  const y = (people: number): number => TOP + CURVE - (CURVE - 6) * (people / most);
  let path = "";
  let before = -1;
  for (const { second, others } of samples) {
    if (others === before) continue;
    path += path ? `H${x(second).toFixed(1)}V${y(others + 1).toFixed(1)}` : `M${x(second).toFixed(1)} ${y(others + 1).toFixed(1)}`;
    before = others;
  }
  path += `H${x(samples.at(-1)?.second ?? 0).toFixed(1)}`;
  return [
    svg("path", { class: "sim-area", d: `${path}V${TOP + CURVE}H${LEFT}Z` }),
    svg("path", { class: "sim-curve", d: path }),
    svg("text", { class: "sim-label", x: 0, y: TOP + 12 }, text("sim_people_axis")),
    svg("text", { class: "sim-label", x: LEFT - 6, y: TOP + 12, "text-anchor": "end" }, String(most)),
  ];
}

/** Where a line says the same without a break, as far as that is worth drawing. */
export function stretches(samples: readonly Sample[], index: number): { says: Says; from: number; until: number }[] {
  const found: { says: Says; from: number; until: number }[] = [];
  for (const { second, says } of samples) {
    const now = says[index];
    const last = found.at(-1);
    if (last && last.says === now) last.until = second + 1;
    else if (now) found.push({ says: now, from: second, until: second + 1 });
  }
  return found.filter(({ says }) => SHOWN.includes(says));
}
