/** Every cell of the capability matrix on its page, and the traps that others fell into. tests/journeys/test_platforms.py tells the same in a real browser. */
import { expect, test, vi } from "vitest";
import { CAPABILITIES, SIGNALS } from "../../src/platforms/capabilities.js";
import type { PlatformName } from "../../src/platforms/adapter.js";
import { TO_WORLD } from "../../src/platforms/world.js";
import { ADAPTERS, cells, load, lookAt, stage, type Cell } from "./pages.js";

function leave(cell: Cell): { pressed: string[]; deeds: string[] } {
  const adapter = ADAPTERS[cell.platform];
  const deeds: string[] = [];
  const hear = (event: Event): void => { deeds.push(String((event as CustomEvent<unknown>).detail)); };
  document.addEventListener(TO_WORLD, hear);
  const ways = adapter.ways(lookAt(cell), "left");
  for (const way of cell.everyWay ? ways : ways.slice(0, 1)) way.press();
  document.removeEventListener(TO_WORLD, hear);
  return { pressed: stage.pressed, deeds };
}

test.each(cells.map((cell) => [`${cell.platform}: ${cell.signal}: ${cell.what}`, cell] as const))("%s", async (_name, cell) => {
  load(cell.platform);
  stage.play(cell.play ?? {});
  const adapter = ADAPTERS[cell.platform];
  if (cell.expect) expect(adapter.read(lookAt(cell))).toMatchObject(cell.expect);
  if ("address" in cell) expect(adapter.callAddress(lookAt(cell).url)).toBe(cell.address);
  if (cell.say !== undefined) {
    expect(adapter.say(lookAt(cell), cell.say)).toBe(cell.press?.length === 1);
    expect(stage.pressed).toEqual(cell.press);
  } else if (cell.press) {
    const { pressed, deeds } = leave(cell);
    await vi.waitFor(() => { expect(pressed.length).toBeGreaterThanOrEqual(cell.press?.length ?? 0); });
    expect(stage.pressed).toEqual(cell.press);
    expect(deeds).toEqual(cell.deeds ?? []);
  }
});

test("every cell of the matrix has a fixture that shows it", () => {
  for (const platform of Object.keys(CAPABILITIES) as PlatformName[]) {
    for (const signal of SIGNALS) {
      const found = cells.filter((cell) => cell.platform === platform && cell.signal === signal);
      expect(found, `${platform} × ${signal}`).not.toHaveLength(0);
      if (CAPABILITIES[platform][signal].is === "ok") expect(found.some(shows), `${platform} × ${signal} shows something`).toBe(true);
      else expect(found.some(shows), `${platform} × ${signal} shows more than the matrix says`).toBe(false);
    }
  }
});

/** A fixture that shows the signal at work, not only where it is unknown. */
function shows(cell: Cell): boolean {
  if ("address" in cell) return cell.address !== null;
  if (cell.press) return cell.press.length + (cell.deeds?.length ?? 0) > 0;
  return JSON.stringify(cell.expect).includes('"ok"') || "platformAsks" in (cell.expect ?? {});
}
