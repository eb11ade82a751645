/** The popup's parts, from a tab's `Status`: pure, so that each state can be looked at alone. */
import type { LeavePlan } from "../../../protocol/src/leaving/settings.js";
import type { Verdict } from "../../../protocol/src/leaving/verdicts.js";
import type { Status } from "../status.js";
import { text } from "../text.js";
import { because, becauseLeft, clockOf, duration, lineName, sentence, verdictWords } from "../words.js";
import { button, el } from "./dom.js";
import type { HostQuestion } from "./wishes.js";

export interface Seen {
  status: Status | null;
  question: HostQuestion | null;
  plan: LeavePlan;
}

export interface Doing {
  press: () => void;
  answer: (how: "stay" | "now" | "snooze") => void;
  confirm: (call: string, yes: boolean) => void;
  rejoin: () => void;
}

const RANK: readonly Verdict["says"][] = ["counting", "running", "held", "told", "paused", "watching", "not_armed"];

/** The line whose turn is likeliest next: what counts, then what is due soonest, then what could be. */
export function nextVerdict(verdicts: readonly Verdict[], place: Status["place"] = null): Verdict | null {
  const rank = (one: Verdict): number => RANK.indexOf(one.says);
  const due = (one: Verdict): number => (one.says === "running" ? one.due : 0);
  // Inside a call nobody waits outside it.
  const past = (one: Verdict): boolean => place === "call" && one.rules.some((rule) => rule === "waiting_room" || rule === "host_not_started");
  return verdicts.filter((one) => rank(one) >= 0 && !past(one)).sort((one, other) => rank(one) - rank(other) || due(one) - due(other))[0] ?? null;
}

/** `Here for 12 minutes · 5 others (people list) · planned until 11:00` */
export function facts(status: Status, now = Date.now()): string {
  const parts: string[] = [];
  if (status.place && status.place !== "call") parts.push(text(`place_${status.place}`));
  if (status.enteredAt !== null) {
    const seconds = Math.max(0, Math.floor((now - status.enteredAt) / 1000));
    parts.push(text("popup_here_for", duration(seconds < 60 ? seconds : seconds - (seconds % 60))));
  }
  const readable = status.health.filter(({ sense, doubt }) => (sense === "people" || sense === "count") && doubt === null).map(({ sense }) => text(`sense_${sense}`));
  if (status.othersCount !== null) {
    const many = status.othersCount === 1 ? text("popup_one_other") : text("popup_others", String(status.othersCount));
    parts.push(readable.length > 0 ? `${many} (${readable.join(", ")})` : many);
  } else if (status.enteredAt !== null) parts.push(text("popup_others_unknown"));
  if (status.plannedEnd !== null) parts.push(text("popup_until", clockOf(status.plannedEnd)));
  return parts.join(" · ");
}

export function callParts(seen: Seen, doing: Doing): (HTMLElement | null)[] {
  const { status } = seen;
  if (!status) return [el("p", { class: "lead", role: "status" }, text("popup_none")), el("p", {}, el("a", { href: "simulator.html", target: "_blank" }, text("popup_try")))];
  if (status.left) return [leftOut(status.left, seen.plan, doing)];
  return [
    el("h1", { role: "status" }, status.title ?? text(`platform_${status.platform}`)),
    el("p", { class: "muted" }, status.title ? `${text(`platform_${status.platform}`)} · ` : "", el("span", { id: "facts" }, facts(status))),
    seen.question ? hostQuestion(seen.question, doing) : null,
    status.counting ? counting(status.counting, seen.plan, doing) : button(text("leave"), doing.press, "big"),
    status.dryRun ? el("p", { class: "notice" }, text("popup_dry_run")) : null,
    status.snoozedUntil !== null ? el("p", { class: "notice" }, text("popup_snoozed", clockOf(status.snoozedUntil))) : null,
    status.counting ? null : coming(status, seen.plan),
    ...health(status),
    el("p", { class: "muted" }, status.reportsTo ? text("popup_reports_to", status.reportsTo) : text("popup_stays")),
  ];
}

function leftOut({ at, line, rejoin }: NonNullable<Status["left"]>, plan: LeavePlan, doing: Doing): HTMLElement {
  const why = plan.lines.find(({ id }) => id === line);
  return el("section", { class: "stack" },
    el("h1", { role: "status" }, text("popup_left", clockOf(at))),
    el("p", {}, becauseLeft(why)),
    rejoin ? button(text("overlay_rejoin"), doing.rejoin, "big") : null);
}

function counting({ line, until, seconds }: NonNullable<Status["counting"]>, plan: LeavePlan, { answer }: Doing): HTMLElement {
  const why = plan.lines.find(({ id }) => id === line);
  return el("section", { class: "counting", "aria-label": text("sim_countdown") },
    el("p", { class: "lead" }, el("strong", { id: "seconds", class: "tabular" }, String(Math.max(0, Math.ceil((until - Date.now()) / 1000)))), ` ${text("popup_of_seconds", String(seconds))}`),
    el("p", {}, why ? because(why) : text("why_button")),
    button(text("stay"), () => { answer("stay"); }, "big"),
    el("div", { class: "two" }, button(text("leave_now"), () => { answer("now"); }), why ? button(text("snooze", String(Math.round(plan.confirm.snooze_s / 60))), () => { answer("snooze"); }) : null));
}

function coming(status: Status, plan: LeavePlan): HTMLElement | null {
  const next = nextVerdict(status.verdicts, status.place);
  const line = next && plan.lines.find(({ id }) => id === next.line);
  if (!next || !line) return el("p", { class: "muted" }, text("popup_no_rule"));
  return el("section", { class: "next", "data-says": next.says },
    el("h2", {}, text(next.says === "running" ? "popup_next_at" : "popup_next", lineName(line), next.says === "running" ? clockOf(next.due, true) : "")),
    el("p", {}, sentence(line)), el("p", { class: "muted" }, verdictWords(next, line)));
}

/** One line for each thing that cannot be read though this page shows it, with the rules that pause for it. */
export function health({ health: senses, verdicts }: Status): HTMLElement[] {
  const broken = senses.filter(({ doubt }) => doubt !== null && doubt !== "not_here" && doubt !== "not_yet");
  const paused = verdicts.filter(({ says }) => says === "paused").map((one) => lineName({ all: one.rules.map((rule) => ({ rule })) as never }));
  return broken.map(({ sense, since }) => {
    const line = text("health_broken", text(`sense_${sense}`), clockOf(since));
    return el("p", { class: "health" }, paused.length > 0 ? `${line} ${text("health_paused", new Intl.ListFormat(text("lang")).format(paused))}` : line);
  });
}

function hostQuestion({ call, host, meeting }: HostQuestion, doing: Doing): HTMLElement {
  return el("section", { class: "notice" },
    el("p", {}, el("strong", {}, text("ask_host", host)), ` ${text("ask_host_meeting", meeting)}`),
    el("div", { class: "two" }, button(text("ask_host_yes"), () => { doing.confirm(call, true); }, ""), button(text("ask_host_no"), () => { doing.confirm(call, false); })));
}
