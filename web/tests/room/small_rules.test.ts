import { describe, expect, it } from "vitest";
import { troubleOf } from "../../src/media/devices.js";
import { delay } from "../../src/room/backoff.js";
import { columns, tileWidth } from "../../src/room/fit.js";
import { newId } from "../../src/room/ids.js";
import { shortcutFor } from "../../src/room/shortcuts.js";
import { initials } from "../../src/room/view.js";

describe("waiting before the next attempt", () => {
  it("stays between half and all of a doubling that ends at eight seconds", () => {
    expect([0, 1, 2, 3, 4, 5, 50].map((attempt) => delay(attempt, 1))).toEqual([300, 600, 1200, 2400, 4800, 8000, 8000]);
    expect([0, 5].map((attempt) => delay(attempt, 0))).toEqual([150, 4000]);
  });
});

describe("tiles", () => {
  it("are as large as the box allows", () => {
    expect([1, 2, 3, 4, 5, 6, 9].map((count) => columns(count, 1256, 640, 12))).toEqual([1, 2, 2, 2, 3, 3, 3]);
    expect(columns(2, 344, 480, 12)).toBe(1);
  });

  it.each([1, 2, 4, 6, 12])("%i of them fit without scrolling", (count) => {
    const inARow = columns(count, 900, 500, 12);
    const height = (tileWidth(inARow, count, 900, 500, 12) * 9) / 16;
    const rows = Math.ceil(count / inARow);
    expect(height * rows + 12 * (rows - 1)).toBeLessThanOrEqual(500);
  });
});

describe("shortcuts", () => {
  const press = (key: string, target: EventTarget = document.body, more: Partial<KeyboardEvent> = {}): string | null =>
    shortcutFor({ key, target, ctrlKey: false, altKey: false, metaKey: false, repeat: false, ...more });

  it("are single keys, in either case", () => {
    expect(["m", "V", "?", "x", "Enter", "toString"].map((key) => press(key))).toEqual(["mic", "camera", "help", null, null, null]);
  });

  it("never act while somebody writes, nor with a modifier, nor in a dialog, nor when held down", () => {
    const [textarea, input, checkbox, dialog] = (["textarea", "input", "input", "dialog"] as const).map((name) => document.createElement(name));
    checkbox?.setAttribute("type", "checkbox");
    const button = document.createElement("button");
    dialog?.append(button);
    const targets = [textarea, input, button, checkbox].filter((one) => one !== undefined);
    expect(targets.map((target) => press("m", target))).toEqual([null, null, null, "mic"]);
    expect([press("m", document.body, { ctrlKey: true }), press("m", document.body, { repeat: true })]).toEqual([null, null]);
  });
});

it("ids are what the service takes, and differ", () => {
  const ids = new Set(Array.from({ length: 100 }, newId));
  expect(ids.size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
});

it("a refused device has a reason", () => {
  const named = (name: string): DOMException => new DOMException("", name);
  expect([troubleOf(named("NotAllowedError"), "mic"), troubleOf(named("NotAllowedError"), "screen"), troubleOf(named("NotFoundError"), "mic"),
    troubleOf(named("NotReadableError"), "camera"), troubleOf("odd", "mic")]).toEqual(["denied", "cancelled", "none", "busy", "unsupported"]);
});

it("initials are the first letters of the first and the last name", () => {
  expect(["Alice Archer", "Bob", "Ada van Lovelace", " ", "Ζωή Π"].map(initials)).toEqual(["AA", "B", "AL", "?", "ΖΠ"]);
});
