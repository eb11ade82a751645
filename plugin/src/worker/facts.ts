/** What is known of a call beside its page: when it ends, what comes next, whom it is reported to. */
import type { Attendance } from "../attendance/index.js";
import type { CallFacts, FromFrame } from "../messages.js";
import { statusOf } from "../pages/wishes.js";
import { planFor } from "./calendar.js";
import { keepQuestion, peaceUntil } from "./kept_tabs.js";

type Asked = Extract<FromFrame, { type: "facts" }>;

export async function factsOf(tab: number, { call, address, shownStart, shownEnd }: Asked, attendance: Attendance): Promise<CallFacts> {
  const now = Date.now();
  const { plan, mine } = await planFor(attendance, address, (await statusOf(tab))?.enteredAt ?? null, now);
  const state = call === null ? ({ is: "here" } as const) : await attendance.match(call);
  await keepQuestion(tab, call !== null && state.is === "asks" ? { call, host: state.meeting.host, meeting: state.meeting.title } : null);
  const goes = state.is === "reports";
  return {
    plan: { ...plan, start: plan.start ?? shownStart, end: plan.end ?? shownEnd },
    series: mine && mine.series !== "" ? mine.series : null, title: mine?.title ?? null,
    reportsTo: goes ? state.meeting.host : null, roster: goes && state.meeting.role === "host",
    peaceUntil: await peaceUntil(address, now),
  };
}
