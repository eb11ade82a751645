import { expect, test } from "vitest";
import page from "../../../docs/developer/platforms.md?raw";
import { capabilityTable } from "../../src/platforms/capabilities.js";

test("the documentation's matrix is the one that the adapters are held to", () => {
  const shown = /<!-- matrix -->\n([^]*)\n<!-- \/matrix -->/.exec(page)?.[1];
  expect(shown).toBe(capabilityTable());
});
