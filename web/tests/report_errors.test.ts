// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { ENDPOINT, framesOf, reportErrors, reportOf } from "../src/parts/report_errors.js";

const ORIGIN = "https://meet.example.org";
const STACK = [
  "TypeError: cannot read dora@example.org of ltm_secret",
  `    at inner (${ORIGIN}/static/dist/room.js?token=abc:12:340)`,
  `    at outer (${ORIGIN}/static/dist/chunks/a-B1.js:3:4)`,
  "    at other (https://elsewhere.example.com/x.js:1:1)",
  `    at page (${ORIGIN}/case/abcdefghijklmnopqrstuvwxyz/:9:9)`,
].join("\n");

function failing(): Error {
  const error = new TypeError("cannot read dora@example.org of ltm_secret");
  error.stack = STACK;
  return error;
}

afterEach(() => { vi.unstubAllGlobals(); });

test("only lines of our own scripts are told, without queries, the innermost last", () => {
  expect(framesOf(STACK, ORIGIN)).toEqual(["dist/chunks/a-B1.js:3:4", "dist/room.js:12:340"]);
});

test("no message, address or token leaves the page", () => {
  const told = JSON.stringify(reportOf(failing(), "room:page", ORIGIN));
  expect(told).toContain("TypeError");
  for (const canary of ["dora", "ltm_secret", "token", "/case/", "elsewhere"]) expect(told).not.toContain(canary);
});

test("an error of an extension or another site's script is not ours to report", () => {
  const error = new Error("x");
  error.stack = "Error: x\n at chrome-extension://abc/content.js:1:1";
  expect(reportOf(error, "room:page", ORIGIN)).toBeNull();
  expect(reportOf("a string that was thrown: dora@example.org", "", ORIGIN)).toBeNull();
});

function listening(path: string): { sent: string[]; fail: (error: Error) => void; stop: () => void } {
  const sent: string[] = [];
  const until = new AbortController();
  const target = new EventTarget();
  const page = Object.assign(target, {
    location: { pathname: path, origin: ORIGIN },
    document: { querySelector: () => ({ content: "room:page" }) },
    fetch: (to: string, options: { body: string }) => {
      expect(to).toBe(ENDPOINT);
      sent.push(options.body);
      return Promise.resolve();
    },
  });
  reportErrors(page as unknown as Window, until.signal);
  return {
    sent,
    fail: (error) => { target.dispatchEvent(Object.assign(new Event("error"), { error })); },
    stop: () => { until.abort(); },
  };
}

test("the same error is told once, and a page tells five at most", () => {
  const page = listening("/m/abc/room/");
  page.fail(failing());
  page.fail(failing());
  expect(page.sent).toHaveLength(1);
  for (let line = 1; line < 20; line += 1) {
    const error = failing();
    error.stack = `at x (${ORIGIN}/static/dist/room.js:${String(line)}:1)`;
    page.fail(error);
  }
  expect(page.sent).toHaveLength(5);
});

test("the invite page reports nothing, and nothing is reported after the page's end", () => {
  const invite = listening("/invite/");
  invite.fail(failing());
  expect(invite.sent).toEqual([]);
  const page = listening("/meetings/");
  page.stop();
  page.fail(failing());
  expect(page.sent).toEqual([]);
});
