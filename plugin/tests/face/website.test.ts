import { expect, test } from "vitest";
import messages from "../../static/_locales/en/messages.json";
import { Play } from "../../simulator/play.js";
import { planFor, SCRIPTS, type Script } from "../../simulator/scripts.js";
import { finder } from "../../src/messages_file.js";
import { text, textsFrom } from "../../src/text.js";
import { clockOf, lineName } from "../../src/words.js";

textsFrom(finder(messages));
const words = (name: string): string => `{% translate "${text(name).replaceAll('"', "'")}" %}`;
const cell = (content: string): string => `<td>${content}</td>`;

function outcome(script: Script): string {
  const play = new Play(script, planFor(script), new Date(2026, 2, 2, 10, 0).getTime());
  play.to(script.lasts_s);
  if (play.ending?.is !== "left") return cell(`{% translate "You stay." %}`) + cell("");
  const { line: id, second } = play.ending;
  const line = play.plan.lines.find((one) => one.id === id);
  const name = line ? lineName(line) : id;
  return cell(clockOf(play.wallOf(second), true)) + cell(`{% translate "${name}" %}`);
}

/** The same stories without a script: what the page shows to whoever has JavaScript switched off. `npx vitest run -u` writes it anew. */
test("the website's table of stories is what the engine does in them", async () => {
  const rows = SCRIPTS.map((one) => `  <tr data-story="${one.id}"><th scope="row">${words(`script_${one.id}`)}<br><span class="muted small">${words(`story_${one.id}`)}</span></th>${outcome(one)}</tr>`);
  await expect(`{% load i18n %}{% comment %}Written by plugin/tests/face/website.test.ts from what the engine does.{% endcomment %}\n${rows.join("\n")}\n`)
    .toMatchFileSnapshot("../../../src/leavethemeeting/website/templates/website/_try_stories.html");
});
