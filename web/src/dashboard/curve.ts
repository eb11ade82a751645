import type { Step } from "./shapes.js";

const MINUTE = 60_000;
const TICK_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480];
const MOST_TICKS = 6;
const MOST_STEPS = 500;

/** The curve laid out in a box of 1000 × 100; levels and ticks stand in per cent. */
export interface Layout {
  line: string;
  area: string;
  levels: readonly { value: number; y: number }[];
  ticks: readonly { at: number; x: number }[];
}

export function layOut(steps: readonly Step[], from: number, now: number): Layout {
  const end = Math.max(now, (steps.at(-1)?.[0] ?? from) + 1, from + MINUTE);
  const top = ceiling(Math.max(1, ...thinned(steps).map(([, value]) => value)));
  const x = (at: number): number => round(((Math.max(at, from) - from) / (end - from)) * 1000);
  const y = (value: number): number => round(100 - (value / top) * 100);
  const line = [`M0 ${y(0)}`, ...thinned(steps).map(([at, value]) => `H${x(at)}V${y(value)}`), "H1000"].join("");
  return {
    line,
    area: `${line}V100H0Z`,
    levels: [top, top / 2].filter(Number.isInteger).map((value) => ({ value, y: y(value) })),
    ticks: ticksBetween(from, end).map((at) => ({ at, x: x(at) / 10 })),
  };
}

/** Fewer steps than a screen has columns, the highest of each stretch among them. */
export function thinned(steps: readonly Step[]): readonly Step[] {
  if (steps.length <= MOST_STEPS) return steps;
  const size = Math.ceil(steps.length / (MOST_STEPS / 2));
  const kept: Step[] = [];
  for (let start = 0; start < steps.length; start += size) {
    const part = steps.slice(start, start + size);
    const highest = part.reduce((best, step) => (step[1] > best[1] ? step : best));
    const last = part.at(-1) ?? highest;
    kept.push(...(highest === last ? [last] : [highest, last]));
  }
  return kept;
}

/** 1, 2, 4, 6, 10, 20, 40, …: a round number that can be halved. */
function ceiling(value: number): number {
  if (value <= 2) return value;
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((factor) => factor * unit).find((one) => one >= value && one % 2 === 0) ?? 10 * unit;
}

function ticksBetween(from: number, end: number): number[] {
  const minutes = TICK_MINUTES.find((one) => (end - from) / (one * MINUTE) <= MOST_TICKS) ?? 1440;
  const every = minutes * MINUTE;
  const ticks = [];
  for (let at = Math.ceil(from / every) * every; at <= end; at += every) ticks.push(at);
  return ticks;
}

const round = (value: number): number => Math.round(value * 100) / 100;
