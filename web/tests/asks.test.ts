import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { enableQuestions } from "../src/parts/asks.js";

const PAGE = `<main><div data-question><h1>Close “Weekly” for everyone?</h1><ul><li>3 other people are here now.</li></ul>
  <form method="post"><button class="danger">Close</button><a data-keep href="/meetings/1/">Keep it open</a></form></div></main>`;
let page: AbortController;

beforeEach(() => {
  page = new AbortController();
  const link = document.createElement("a");
  link.href = "/close/";
  link.dataset["asks"] = "";
  document.body.replaceChildren(link);
  enableQuestions(document, page.signal);
});
afterEach(() => { page.abort(); vi.unstubAllGlobals(); });

const click = async (options: MouseEventInit = {}): Promise<boolean> => {
  const event = new MouseEvent("click", { bubbles: true, cancelable: true, ...options });
  document.querySelector("a")?.dispatchEvent(event);
  await new Promise((resolve) => setTimeout(resolve));
  return event.defaultPrevented;
};

test("the question stands in a dialog, named by its heading, and its form goes to where the link led", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(PAGE)));
  await click();
  const dialog = document.querySelector("dialog");
  expect([dialog?.open, dialog?.getAttribute("aria-labelledby"), dialog?.querySelector("h1")?.id]).toEqual([true, "question", "question"]);
  expect(dialog?.querySelector("form")?.getAttribute("action")).toContain("/close/");
  expect(document.activeElement?.textContent).toBe("Keep it open");
});

test("keeping it open leaves nothing behind, and asks anew the next time", async () => {
  const answer = vi.fn(() => Promise.resolve(new Response(PAGE)));
  vi.stubGlobal("fetch", answer);
  await click();
  document.querySelector<HTMLElement>("[data-keep]")?.click();
  expect(document.querySelector("dialog")).toBe(null);
  await click();
  expect(answer).toHaveBeenCalledTimes(2);
});

test("without an answer, or with another page in it, the link leads where it leads", async () => {
  const went = vi.spyOn(location, "assign").mockImplementation(() => undefined);
  for (const answer of [() => Promise.reject(new Error("offline")), () => Promise.resolve(new Response("", { status: 404 })), () => Promise.resolve(new Response("<p>Sign in</p>"))]) {
    vi.stubGlobal("fetch", answer);
    await click();
  }
  expect([went.mock.calls.length, document.querySelector("dialog")]).toEqual([3, null]);
});

test("a click that opens another tab stays the browser's", async () => {
  expect(await click({ ctrlKey: true })).toBe(false);
});
