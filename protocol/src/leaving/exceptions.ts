import type { LeavePlan, Line } from "./settings.js";

/** `plan` with the lines of an exception in place of those with the same id, and its own lines added. */
export function withException(plan: LeavePlan, exception: readonly Line[]): LeavePlan {
  const other = new Map(exception.map((line) => [line.id, line]));
  const lines = plan.lines.map((line) => other.get(line.id) ?? line);
  const added = exception.filter((line) => !plan.lines.some(({ id }) => id === line.id));
  return { ...plan, lines: [...lines, ...added] };
}
