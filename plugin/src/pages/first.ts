/** The first page: a date, then the policy. Only the outcome is kept. It comes back when the policy's text has changed. */
import { letInList } from "./let_in.js";
import { answer } from "../age.js";
import { keep, passed } from "../answers.js";
import { text } from "../text.js";
import { part } from "./dom.js";

function showOnly(id: string): void {
  for (const one of ["question", "policy", "off", "ready"]) part(one).hidden = one !== id;
  part(id).querySelector("h1")?.focus();
}

function box(id: string): HTMLInputElement | HTMLSelectElement {
  return part(id) as HTMLInputElement | HTMLSelectElement;
}

function fillMonths(): void {
  const names = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", timeZone: "UTC" });
  for (let month = 1; month <= 12; month += 1) box("month").append(new Option(names.format(Date.UTC(2026, month - 1)), String(month)));
}

async function answered(): Promise<void> {
  const outcome = answer(box("day").value, box("month").value, box("year").value, new Date());
  for (const id of ["day", "month", "year"]) if (outcome !== "no_date") box(id).value = "";
  part("wrong").textContent = outcome === "no_date" ? text("no_date") : "";
  if (outcome === "no_date") { box("day").focus(); return; }
  if (outcome === "adult") { showOnly("policy"); return; }
  await keep({ state: "refused" });
  showOnly("off");
}

export async function first(): Promise<void> {
  document.title = text("name");
  fillMonths();
  part("policy-version").textContent = text("policy_version", POLICY);
  part("question-form").addEventListener("submit", (event) => { event.preventDefault(); void answered(); });
  part("agree").addEventListener("click", () => { void keep({ state: "passed", policy: POLICY }).then(() => { showOnly("ready"); }); });
  part("let-in").replaceChildren(await letInList());
  const before = await passed();
  const isOld = before.state === "passed" && before.policy !== POLICY;
  part("changed").hidden = !isOld;
  showOnly(before.state === "refused" ? "off" : before.state === "new" ? "question" : isOld ? "policy" : "ready");
}
