/** The plan, line by line. Every change is read by `parsePlan` before it is kept; what is wrong is said at its box and not kept. */
import { condition } from "../../../protocol/src/leaving/defaults.js";
import { parsePlan } from "../../../protocol/src/leaving/parse.js";
import { RULES, type Condition, type LeavePlan, type Line, type RuleId } from "../../../protocol/src/leaving/settings.js";
import { text } from "../text.js";
import { clause, lineName, sentence } from "../words.js";
import { button, el, say } from "./dom.js";
import { field, fieldsOf, mistakeWords, showMistakes, type Value } from "./fields.js";
import { offerUndo } from "./undo.js";

const OWN = /^own_(\d+)$/;
const MOST_CONDITIONS = 5;

export class PlanEditor {
  private readonly lines = el("ul", { class: "lines" });
  private readonly common = el("div", { class: "fields" });
  private readonly state = el("p", { class: "wrong", role: "alert" });
  readonly root = el("div", {}, this.lines, button(text("line_add"), () => { this.addLine(); }), el("h3", {}, text("common_title")), this.common, this.state);

  constructor(private plan: LeavePlan, private readonly keep: (plan: LeavePlan) => void) {
    this.lines.append(...plan.lines.map(({ id }) => this.item(id)));
    this.fillCommon();
  }

  private set(plan: LeavePlan): void {
    this.plan = plan;
    const read = parsePlan(plan);
    const rest = showMistakes(this.root, read.ok ? [] : read.mistakes);
    say(this.state, read.ok ? "" : [text("not_kept"), ...rest.map(mistakeWords)].join(" "));
    if (read.ok) this.keep(read.value);
  }

  private line(id: string): Line {
    return this.plan.lines.find((one) => one.id === id) ?? { id, enabled: false, all: [] };
  }

  private setLine(line: Line): void {
    this.set({ ...this.plan, lines: this.plan.lines.map((one) => (one.id === line.id ? line : one)) });
  }

  private item(id: string): HTMLElement {
    const made = el("li", { "data-line": id });
    this.fillItem(made);
    return made;
  }

  private fillItem(made: HTMLElement, open = false): void {
    const id = made.dataset["line"] ?? "";
    const line = this.line(id);
    const index = this.plan.lines.findIndex((one) => one.id === id);
    const words = el("small", {}, sentence(line));
    const box = el("input", { type: "checkbox", checked: line.enabled, onchange: () => { this.setLine({ ...this.line(id), enabled: box.checked }); } });
    const change = (place: number, name: string, value: Value): void => {
      const now = this.line(id);
      const all = now.all.map((one, at) => (at === place ? { ...one, params: { ...one.params, [name]: value } } as Condition : one));
      this.setLine({ ...now, all });
      const read = parsePlan(this.plan);
      if (read.ok) say(words, sentence(this.line(id)));
    };
    const conditions = line.all.map((one, place) => el("fieldset", {},
      el("legend", {}, place === 0 ? text(`name_${one.rule}`) : text("and_rule", text(`name_${one.rule}`))),
      ...fieldsOf(one, `lines[${index}].all[${place}]`, (name, value) => { change(place, name, value); }),
      OWN.test(id) && line.all.length > 1 ? button(text("condition_remove"), () => { this.removeCondition(made, place); }, "small") : null));
    made.replaceChildren(
      el("label", { class: "switch" }, box, lineName(line) || text("line_own")), words,
      el("details", { open }, el("summary", {}, text("line_numbers")), ...conditions, OWN.test(id) ? this.more(made) : null));
  }

  /** For lines of one's own: one condition more, or the whole line away. */
  private more(made: HTMLElement): HTMLElement {
    const id = made.dataset["line"] ?? "";
    const line = this.line(id);
    const choice = el("select", { "aria-label": text("condition_choose") }, ...RULES.filter((rule) => !line.all.some((one) => one.rule === rule)).map((rule) => el("option", { value: rule }, text(`name_${rule}`))));
    const add = button(text("condition_add"), () => {
      const now = this.line(id);
      this.setLine({ ...now, all: [...now.all, condition(choice.value as RuleId)] });
      this.fillItem(made, true);
    }, "small");
    return el("div", { class: "row" }, ...(line.all.length < MOST_CONDITIONS ? [choice, add] : []), button(text("line_remove"), () => { this.removeLine(id); }, "small danger"));
  }

  private removeCondition(made: HTMLElement, place: number): void {
    const before = this.line(made.dataset["line"] ?? "");
    const gone = before.all[place];
    this.setLine({ ...before, all: before.all.filter((_one, at) => at !== place) });
    this.fillItem(made, true);
    if (gone) offerUndo(clause(gone), () => { this.setLine(before); this.fillItem(made, true); });
  }

  private removeLine(id: string): void {
    const before = this.plan;
    const name = lineName(this.line(id));
    const redraw = (): void => { this.lines.replaceChildren(...this.plan.lines.map((one) => this.item(one.id))); };
    this.set({ ...before, lines: before.lines.filter((one) => one.id !== id) });
    redraw();
    offerUndo(name, () => { this.set(before); redraw(); });
  }

  private addLine(): void {
    const last = Math.max(0, ...this.plan.lines.map(({ id }) => Number(OWN.exec(id)?.[1] ?? 0)));
    const id = `own_${last + 1}`;
    this.set({ ...this.plan, lines: [...this.plan.lines, { id, enabled: false, all: [condition("count_below", { min_count: 5 }), condition("overtime_alone")].slice(0, 1) }] });
    const made = el("li", { "data-line": id });
    this.lines.append(made);
    this.fillItem(made, true);
    made.querySelector<HTMLElement>("select")?.focus();
  }

  private fillCommon(): void {
    const { confirm } = this.plan;
    for (const name of ["countdown_s", "countdown_hidden_s", "snooze_s", "sound"] as const) {
      this.common.append(field(`confirm.${name}`, name, confirm[name], (value) => { this.set({ ...this.plan, confirm: { ...this.plan.confirm, [name]: value } }); }));
    }
    for (const name of ["min_in_call_s", "goodbye", "dry_run"] as const) {
      this.common.append(field(name, name, this.plan[name], (value) => { this.set({ ...this.plan, [name]: value }); }));
    }
  }
}
