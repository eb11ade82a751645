/** The simulator in the plugin: with the member's own plan. */
import { parsePlan } from "../../protocol/src/leaving/parse.js";
import { kept } from "../src/kept.js";
import { part } from "../src/pages/dom.js";
import { text } from "../src/text.js";
import { mount } from "./page.js";

export async function simulator(): Promise<void> {
  document.title = `${text("sim_title")} · ${text("name")}`;
  const own = parsePlan(await kept("plan"));
  mount(part("simulator"), own.ok ? own.value : undefined);
}
