/** Leave rules, put into the room: what they look at, where they are kept, how they are heard of, and how the plugin takes over. */
import type { Now } from "../../../protocol/src/leaving/signals.js";
import type { Announcer } from "./announcer.js";
import { isSendable } from "./chat_panel.js";
import { LeaveRules } from "./leave_rules.js";
import { TitleCount } from "./rule_countdown.js";
import { RuleLook } from "./rule_look.js";
import { keep, NAME, readKept } from "./rule_store.js";
import type { RoomView } from "./view.js";
import { words } from "./words.js";

type Room = Omit<RoomView, "rules"> & { readonly announcer: Announcer };

/** The plugin sets it on `<html>` while it looks at this page. */
export const PLUGIN_IS_HERE = "data-leave-rules";
/** The plugin's way out of our room; `detail` is the reason. */
export const LEAVE = "leavethemeeting:leave";
/** The plugin's goodbye; `detail` is the text. Taken (`preventDefault`) where it was sent: the chat need not be open for it. */
export const SAY = "leavethemeeting:say";
const REASON = /^(left|auto_rule:[a-z0-9_]{1,40})$/;

const looks = new WeakMap<LeaveRules, RuleLook>();
const storage = (): Storage => localStorage;

export function rulesOf(room: Room): LeaveRules {
  const look = new RuleLook();
  const rules = new LeaveRules({
    now: () => timeIn(room),
    look: (now) => {
      const { session, local } = room.call;
      const asks = room.leaving.step.name !== "staying";
      return look.signals({ state: session.state, phase: session.phase, isOn: (source) => local.isOn(source), hidden: document.hidden, asks }, now);
    },
    standsBack: () => document.documentElement.hasAttribute(PLUGIN_IS_HERE),
    room: room.config.joinUrl,
    read: () => readKept(storage),
    keep: (kept) => { keep(storage, kept); },
    leave: (reason) => { room.leaving.leaveAs(reason); },
  });
  looks.set(rules, look);
  return rules;
}

/** Planned moments are the service's, so its clock counts for them. */
function timeIn({ call }: Room): Now {
  return { mono: performance.now(), wall: Date.now() + call.session.state.clockAhead };
}

export function startRules(room: RoomView & { readonly announcer: Announcer; requestUpdate(): void }, signal: AbortSignal): void {
  const { rules, announcer } = room;
  const title = new TitleCount();
  rules.on("changed", () => { room.requestUpdate(); });
  rules.on("counting", ({ line }) => { announcer.say(words.ruleCounts(line)); });
  rules.on("stopped", () => { announcer.say(words.say.rules.stopped); });
  rules.on("told", ({ about, line }) => { announcer.notice("info", words.ruleTells(about, line)); });
  // Who comes and goes again within a second has been here all the same.
  room.call.on("down", ({ type }) => { if (["welcome", "person", "person_left"].includes(type)) rules.tick(); });
  const ticking = setInterval(() => {
    rules.tick();
    const { counting } = rules;
    title.show(counting && document.hidden ? Math.max(0, Math.ceil((counting.until - performance.now()) / 1000)) : null);
  }, 1000);
  signal.addEventListener("abort", () => { clearInterval(ticking); });
  const note = (): void => { looks.get(rules)?.noteInput(performance.now()); };
  for (const kind of ["keydown", "pointerdown", "pointermove"]) document.addEventListener(kind, note, { signal, passive: true });
  addEventListener("storage", ({ key }) => { if (key === NAME) rules.reread(); }, { signal });
  document.addEventListener(LEAVE, (event) => {
    const reason: unknown = (event as CustomEvent<unknown>).detail;
    if (typeof reason === "string" && REASON.test(reason)) room.leaving.leaveAs(reason);
  }, { signal });
  document.addEventListener(SAY, (event) => {
    const text: unknown = (event as CustomEvent<unknown>).detail;
    const { session } = room.call;
    if (typeof text !== "string" || !isSendable(text) || session.phase.name !== "in") return;
    session.chat(text.trim());
    event.preventDefault();
  }, { signal });
}
