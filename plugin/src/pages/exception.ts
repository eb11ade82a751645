/** Rules for one meeting: which lines differ there from the plan. Used by the popup (this call) and the options (all of them). */
import { withException } from "../../../protocol/src/leaving/exceptions.js";
import { parseLines } from "../../../protocol/src/leaving/parse.js";
import type { LeavePlan, Line } from "../../../protocol/src/leaving/settings.js";
import { keepHere, kept } from "../kept.js";
import { text } from "../text.js";
import { lineName, sentence } from "../words.js";
import { el } from "./dom.js";
import { field, showMistakes } from "./fields.js";

const MAIN = ["timeout_s", "sustain_s", "window_s", "grace_s", "lead_s", "max_duration_s"] as const;

/** The number one is likeliest to change, of a line's first condition that has one. */
export function mainNumber(line: Line): { condition: number; name: string; value: number } | null {
  for (const [condition, { params }] of line.all.entries()) {
    for (const name of MAIN) {
      const value = (params as unknown as Record<string, unknown>)[name];
      if (typeof value === "number") return { condition, name, value };
    }
  }
  return null;
}

export function withNumber(line: Line, { condition, name }: { condition: number; name: string }, value: number): Line {
  return { ...line, all: line.all.map((one, index) => (index === condition ? { ...one, params: { ...one.params, [name]: value } } as typeof one : one)) };
}

/** The exception after one of its lines was set anew; a line that is as in the plan again stands in it no more. */
export function changed(plan: LeavePlan, before: readonly Line[], line: Line): Line[] {
  const rest = before.filter(({ id }) => id !== line.id);
  const usual = plan.lines.find(({ id }) => id === line.id);
  return usual && JSON.stringify(usual) === JSON.stringify(line) ? rest : [...rest, line];
}

/** Keeps the exception; none is kept that says nothing. */
export async function keepException(key: string, lines: readonly Line[]): Promise<void> {
  const rest = Object.fromEntries(Object.entries((await kept("exceptions")) ?? {}).filter(([name]) => name !== key));
  await keepHere("exceptions", lines.length > 0 ? { ...rest, [key]: lines } : rest);
}

export function exceptionEditor(key: string, plan: LeavePlan, given: readonly Line[]): HTMLElement {
  let exception = [...given];
  const root = el("ul", { class: "lines" });
  const set = (line: Line, fresh: () => void): void => {
    const next = changed(plan, exception, line);
    const read = parseLines(next);
    showMistakes(root, read.ok ? [] : read.mistakes.map((one) => ({ ...one, at: `${line.id}.${one.at.split(".").at(-1) ?? ""}` })));
    if (!read.ok) return;
    exception = next;
    void keepException(key, exception).then(fresh);
  };
  const row = (line: Line): HTMLElement => {
    const made = el("li", { "data-line": line.id });
    const fill = (now: Line): void => {
      const fresh = (next: Line) => (): void => { fill(next); };
      const number = mainNumber(now);
      const box = el("input", { type: "checkbox", checked: now.enabled, onchange: () => { const next = { ...now, enabled: box.checked }; set(next, fresh(next)); } });
      made.replaceChildren(
        el("label", { class: "switch" }, box, lineName(now)), el("small", {}, sentence(now)),
        now.enabled && number ? field(`${now.id}.${number.name}`, number.name, number.value, (value) => { const next = withNumber(now, number, Number(value)); set(next, fresh(next)); }) : "",
      );
    };
    fill(line);
    return made;
  };
  root.append(...withException(plan, exception).lines.map(row));
  return el("div", {}, el("p", { class: "muted" }, text("exception_text")), root);
}
