import type { Status } from "./status.js";

const GREEN = "#00794a";
const AMBER = "#8f5600";

export interface Badge { text: string; color: string }

/**
 * The door's badge: `!` before the first page is passed, a light in a call, the minutes to the next leave while one is
 * near (under a hundred minutes), the seconds of a countdown.
 */
export function badge(status: Status | null, isOn: boolean, now: number): Badge {
  if (!isOn) return { text: "!", color: AMBER };
  if (!status?.place || status.place === "over") return { text: "", color: GREEN };
  if (status.counting) return { text: String(Math.max(0, Math.ceil((status.counting.until - now) / 1000))), color: AMBER };
  const dues = status.verdicts.flatMap((one) => (one.says === "running" ? [one.due] : []));
  const minutes = Math.ceil((Math.min(...dues) - now) / 60_000);
  return dues.length > 0 && minutes < 100 ? { text: `${Math.max(0, minutes)}m`, color: AMBER } : { text: "●", color: GREEN };
}
