import { html, nothing, type TemplateResult } from "lit";
import { DEFAULTS } from "../../../protocol/src/leaving/defaults.js";
import { BOUNDS } from "../../../protocol/src/leaving/parse.js";
import type { LeavePlan, Line } from "../../../protocol/src/leaving/settings.js";
import type { LeaveRules } from "./leave_rules.js";
import type { Entry } from "./rule_store.js";
import { moment, type RoomView } from "./view.js";
import { words } from "./words.js";

/** "Leave for me": a line for each rule, with its numbers while it is on; what the rules did; all of it in this browser. */
export function rulesText({ rules }: Pick<RoomView, "rules">): TemplateResult {
  const says = words.say.rules;
  return html`<p>${says.intro}</p>
    ${document.documentElement.hasAttribute("data-leave-rules") ? html`<p class="notice info">${says.plugin}</p>` : nothing}
    <ul class="rules">${rules.plan.lines.map((line) => lineView(rules, line))}</ul>
    <fieldset class="rule-numbers"><legend>${says.always}</legend>
      ${number("countdown", "countdown_s", rules.plan.confirm.countdown_s, (value) => { rules.change({ ...rules.plan, confirm: { ...rules.plan.confirm, countdown_s: value } }); })}
      ${number("always", "min_in_call_s", rules.plan.min_in_call_s, (value) => { rules.change({ ...rules.plan, min_in_call_s: value }); })}
    </fieldset>
    <h3>${says.log}</h3>
    ${rules.log.length === 0 ? html`<p class="muted">${says.no_log}</p>` : html`<ol class="rule-log">${[...rules.log].reverse().map(entryView)}</ol>
      <button class="quiet small" @click=${() => { rules.forget(); }}>${says.forget}</button>`}`;
}

function lineView(rules: LeaveRules, line: Line): TemplateResult {
  const turn = (event: Event): void => { change(rules, line, { enabled: (event.target as HTMLInputElement).checked }); };
  const params = line.all[0]?.params ?? {};
  const set = (name: string, value: unknown): void => {
    change(rules, line, { all: line.all.map((one) => ({ ...one, params: { ...one.params, [name]: value } }) as typeof one) });
  };
  return html`<li><label><input type="checkbox" id="rule-${line.id}" .checked=${line.enabled} @change=${turn}> ${words.line(line.id)}</label>
    ${stateView(rules, line)}
    ${line.enabled ? html`<div class="rule-numbers">${Object.entries(params).map(([name, value]) => paramView(line.id, name, value, set))}</div>` : nothing}</li>`;
}

/** What the rule says now, where that helps: that it waits for something, or that it cannot know. */
function stateView({ verdicts }: LeaveRules, { id }: Line): TemplateResult | typeof nothing {
  const verdict = verdicts.find(({ line }) => line === id);
  if (!verdict || verdict.says === "off") return nothing;
  const { rule_states: say } = words.say;
  const text = verdict.says === "running" ? words.countsAt(verdict.due) : say[verdict.says];
  return html`<small class="help">${text}</small>`;
}

function paramView(line: string, name: string, value: unknown, set: (name: string, value: unknown) => void): TemplateResult | typeof nothing {
  const id = `rule-${line}-${name}`;
  const { rule_numbers: labels } = words.say;
  switch (name) {
    case "mode": return html`<label><input type="checkbox" id=${id} .checked=${value === "leave"}
      @change=${(event: Event) => { set(name, (event.target as HTMLInputElement).checked ? "leave" : "notify"); }}> ${labels.mode}</label>`;
    case "only_after_sched_end": return html`<label><input type="checkbox" id=${id} .checked=${value === true}
      @change=${(event: Event) => { set(name, (event.target as HTMLInputElement).checked); }}> ${labels.only_after_sched_end}</label>`;
    case "at": return html`<label for=${id}>${labels.at} <input type="time" id=${id} .value=${String(value)}
      @change=${(event: Event) => { set(name, (event.target as HTMLInputElement).value.slice(0, 5)); }}></label>`;
    case "bot_names": return nothing; // the plugin's options change them
    default: return number(line, name, Number(value), (given) => { set(name, given); });
  }
}

/** Kept as soon as it is a number that the rules take; until then the browser says what is wrong with it. */
function number(line: string, name: string, value: number, set: (value: number) => void): TemplateResult {
  const [least, most] = BOUNDS[name] ?? [0, DEFAULTS.idle_user.timeout_s];
  const change = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    if (field.reportValidity()) set(field.valueAsNumber);
  };
  return html`<label for="rule-${line}-${name}">${(words.say.rule_numbers as Readonly<Record<string, string>>)[name] ?? name}
    <input type="number" id="rule-${line}-${name}" inputmode="numeric" required min=${least} max=${most} step="1" .value=${String(value)} @change=${change}></label>`;
}

function change(rules: LeaveRules, line: Line, to: Partial<Line>): void {
  const lines: LeavePlan["lines"] = rules.plan.lines.map((one) => (one.id === line.id ? { ...one, ...to } : one));
  rules.change({ ...rules.plan, lines });
}

/** A day beside the time: the log goes back further than today. */
function entryView({ at, line, what, saw }: Entry): TemplateResult {
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(at);
  return html`<li>${day}, ${moment(at)} · <strong>${words.say.rule_outcomes[what]}</strong> · ${words.line(line)}
    ${saw.length === 0 ? nothing : html`<details><summary>${words.say.rules.saw}</summary>
      <ul>${saw.map(({ name, value, from }) => html`<li><code>${name}</code> ${value}${from ? ` (${from})` : ""}</li>`)}</ul></details>`}</li>`;
}
