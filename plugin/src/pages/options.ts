/** The settings: the plan and what it would do, exceptions, calendars, what is recorded and where it goes. */
import { STANDARD } from "../../../protocol/src/leaving/defaults.js";
import { parsePlan } from "../../../protocol/src/leaving/parse.js";
import type { LeavePlan } from "../../../protocol/src/leaving/settings.js";
import { passed } from "../answers.js";
import { keepHere, kept, LONGEST_LOG } from "../kept.js";
import { text } from "../text.js";
import { button, el, part } from "./dom.js";
import { exceptionEditor, keepException } from "./exception.js";
import { logList } from "./log.js";
import { showPairing } from "./pairing.js";
import { PlanEditor } from "./plan_editor.js";
import { preview } from "./preview.js";
import { offerExport, offerWipe, showFeeds, showGuard, showKept, showSwitches } from "./privacy.js";
import { offerUndo } from "./undo.js";

let plan: LeavePlan = STANDARD;

function showPreview(): void {
  part("preview").replaceChildren(...preview(plan));
}

/** `https://Meet.Google.com/abc-defg-hij?x` → `call:meet.google.com/abc-defg-hij`, as the popup writes it. */
export function exceptionKey(typed: string): string | null {
  const address = typed.trim().toLowerCase().replace(/^https?:\/\//, "").replace(/[?#].*$/, "").replace(/\/$/, "");
  return /^[a-z0-9.-]+(:\d+)?\/\S+$/.test(address) ? `call:${address}` : null;
}

async function showExceptions(opened = ""): Promise<void> {
  const exceptions = (await kept("exceptions")) ?? {};
  const keys = [...new Set([...Object.keys(exceptions), ...(opened ? [opened] : [])])];
  part("exceptions").replaceChildren(...keys.map((key) => {
    const name = key.replace(/^(call|series):/, "");
    const lines = exceptions[key] ?? [];
    return el("details", { open: key === opened }, el("summary", {}, name), exceptionEditor(key, plan, lines), button(text("exception_remove"), () => {
      void keepException(key, []).then(() => showExceptions());
      offerUndo(name, () => { void keepException(key, lines).then(() => showExceptions()); });
    }, "small danger"));
  }), keys.length > 0 ? "" : el("p", { class: "muted" }, text("exceptions_empty")));
}

function offerException(): void {
  const box = el("input", { id: "exception", type: "text", autocomplete: "off", placeholder: "meet.google.com/abc-defg-hij", "aria-describedby": "exception-wrong" });
  const wrong = el("p", { id: "exception-wrong", class: "wrong", role: "alert" });
  part("exception-new").replaceChildren(el("label", { for: "exception" }, text("exception_address")), box, wrong, button(text("exception_add"), () => {
    const key = exceptionKey(box.value);
    wrong.textContent = key === null ? text("exception_wrong") : "";
    if (key !== null) void showExceptions(key);
  }));
}

export async function options(): Promise<void> {
  document.title = `${text("options")} · ${text("name")}`;
  const first = await passed();
  if (first.state !== "passed") { location.replace("first.html"); return; }
  part("notice").hidden = first.policy === POLICY;
  const own = parsePlan(await kept("plan"));
  if (own.ok) plan = own.value;
  const editor = new PlanEditor(plan, (next) => {
    plan = next;
    void keepHere("plan", next);
    showPreview();
  });
  part("plan").append(editor.root);
  showPreview();
  offerException();
  showKept();
  offerExport();
  offerWipe();
  await Promise.all([showExceptions(), showSwitches(), showGuard(), showFeeds(), showPairing()]);
  part("leaves").append(logList((await kept("leaves")) ?? [], LONGEST_LOG));
}
