/** Boxes for a condition's numbers, each with its unit in words and a place for what is wrong. */
import { DEFAULTS } from "../../../protocol/src/leaving/defaults.js";
import type { Mistake } from "../../../protocol/src/leaving/parse.js";
import type { Condition } from "../../../protocol/src/leaving/settings.js";
import { text } from "../text.js";
import { duration } from "../words.js";
import { el } from "./dom.js";

export type Value = number | string | boolean | readonly string[];
type Changed = (value: Value) => void;
let last = 0;

const isDuration = (name: string): boolean => name.endsWith("_s");

function number(words: string): number {
  return /^\s*\d{1,7}\s*$/.test(words) ? Number(words) : Number.NaN;
}

/** Minutes where the number is whole minutes, seconds otherwise; the person may change it. */
function durationBox(id: string, seconds: number, changed: Changed): HTMLElement[] {
  const minutes = seconds > 0 && seconds % 60 === 0;
  const box = el("input", { id, type: "text", inputmode: "numeric", maxlength: 6, value: minutes ? seconds / 60 : seconds, class: "number" });
  const unit = el("select", { "aria-label": text("unit") }, el("option", { value: 60, selected: minutes }, text("unit_minutes")), el("option", { value: 1, selected: !minutes }, text("unit_seconds")));
  const tell = (): void => { changed(number(box.value) * Number(unit.value)); };
  box.addEventListener("change", tell);
  unit.addEventListener("change", tell);
  return [box, unit];
}

function boxFor(id: string, name: string, value: Value, changed: Changed): HTMLElement[] {
  if (typeof value === "boolean") return [el("input", { id, type: "checkbox", checked: value, onchange: ({ target }) => { changed((target as HTMLInputElement).checked); } })];
  if (typeof value === "object") {
    const area = el("textarea", { id, rows: 3, onchange: () => { changed(area.value.split("\n").map((one) => one.trim()).filter(Boolean)); } });
    area.value = value.join("\n");
    return [area];
  }
  if (name === "mode") {
    const select = el("select", { id, onchange: () => { changed(select.value); } }, ...["notify", "leave"].map((mode) => el("option", { value: mode, selected: mode === value }, text(`mode_${mode}`))));
    return [select];
  }
  if (name === "at") {
    const time = el("input", { id, type: "time", value, onchange: () => { changed(time.value); } });
    return [time];
  }
  if (typeof value === "string") {
    const words = el("input", { id, type: "text", maxlength: 200, value, onchange: () => { changed(words.value.trim()); } });
    return [words];
  }
  if (isDuration(name)) return durationBox(id, value, changed);
  const box = el("input", { id, type: "text", inputmode: "numeric", maxlength: 6, value, class: "number", onchange: () => { changed(number(box.value)); } });
  return name.endsWith("_pct") ? [box, el("span", {}, "%")] : [box];
}

/** `at` is the path that `parsePlan` names in its mistakes. */
export function field(at: string, name: string, value: Value, changed: Changed): HTMLElement {
  const id = `field-${last += 1}`;
  const boxes = boxFor(id, name, value, changed);
  boxes[0]?.setAttribute("aria-describedby", `${id}-wrong`);
  const label = el("label", { for: id }, text(`param_${name}`));
  const wrong = el("p", { id: `${id}-wrong`, class: "wrong", "data-wrong": at, role: "alert" });
  return el("div", { class: typeof value === "boolean" ? "field check" : "field" }, label, el("span", { class: "boxes" }, ...boxes), wrong);
}

export function fieldsOf(one: Condition, at: string, changed: (name: string, value: Value) => void): HTMLElement[] {
  return Object.keys(DEFAULTS[one.rule]).map((name) =>
    field(`${at}.params.${name}`, name, (one.params as unknown as Record<string, Value>)[name] ?? "", (value) => { changed(name, value); }));
}

/** What is wanted, in words and in the unit the person sees. */
export function mistakeWords({ at, wanted, least, most }: Mistake): string {
  const name = at.split(".").at(-1) ?? "";
  if (wanted === "number" && least !== undefined && most !== undefined) {
    return isDuration(name) ? text("want_duration", duration(least), duration(most)) : text("want_number", String(least), String(most));
  }
  if (wanted === "text") return text("want_text", String(most ?? 200));
  if (wanted === "clock") return text("want_clock");
  if (wanted === "names") return text("want_names");
  return text("want_other", at);
}

/** Shows each mistake at its box; those without one are given back. */
export function showMistakes(root: HTMLElement, mistakes: readonly Mistake[]): Mistake[] {
  const places = [...root.querySelectorAll<HTMLElement>("[data-wrong]")];
  for (const place of places) {
    const mistake = mistakes.find(({ at }) => at === place.dataset["wrong"]);
    place.textContent = mistake ? mistakeWords(mistake) : "";
    const box = document.getElementById(place.id.replace(/-wrong$/, ""));
    if (mistake) box?.setAttribute("aria-invalid", "true");
    else box?.removeAttribute("aria-invalid");
  }
  return mistakes.filter(({ at }) => !places.some((place) => place.dataset["wrong"] === at));
}
