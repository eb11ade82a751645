import { describe, expect, it } from "vitest";

import { showInOwnZone, spokenMoment } from "../../src/join/local_time.js";

const TEN_IN_KOLKATA = new Date("2030-10-22T10:00:00+05:30");

function page(zone: string): HTMLElement {
  const main = document.createElement("main");
  const time = document.createElement("time");
  time.dateTime = TEN_IN_KOLKATA.toISOString();
  time.dataset["local"] = "start";
  time.textContent = "as the server wrote it";
  const name = document.createElement("span");
  name.dataset["localZone"] = "";
  name.textContent = zone;
  main.append(time, name);
  return main;
}

describe("a planned time", () => {
  it("is told in the visitor's zone", () => {
    expect(spokenMoment(TEN_IN_KOLKATA, "start", "Europe/Berlin")).toBe("Tuesday 22 October 2030, 06:30");
    expect(spokenMoment(TEN_IN_KOLKATA, "end", "America/New_York")).toBe("00:30");
  });

  it("says whose zone it is in", () => {
    const shown = page("Asia/Kolkata");
    showInOwnZone(shown, "Europe/Berlin");
    expect(shown.textContent).toBe("Tuesday 22 October 2030, 06:30your time, Europe/Berlin");
  });

  it("stays as it is where both zones are the same", () => {
    const shown = page("Europe/Berlin");
    showInOwnZone(shown, "Europe/Berlin");
    expect(shown.textContent).toBe("as the server wrote itEurope/Berlin");
  });
});
