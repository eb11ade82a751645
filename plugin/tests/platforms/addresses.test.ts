import { expect, test } from "vitest";
import cases from "../../../protocol/examples/addresses.json" with { type: "json" };
import type { PlatformName } from "../../src/platforms/adapter.js";
import { meetAddress, plainAddress, roomAddress, teamsAddress, zoomAddress } from "../../src/platforms/addresses.js";

const RULES: Record<PlatformName, (url: URL) => string | null> = {
  meet: meetAddress, zoom: zoomAddress, teams: teamsAddress, room: roomAddress,
  jitsi: plainAddress, bigbluebutton: plainAddress, webrtc: plainAddress,
};

test.each(cases)("$url", ({ platform, url, address }) => {
  expect(RULES[platform as PlatformName](new URL(url))).toBe(address);
});

test("there are cases enough, of every platform, and no address keeps anything private", () => {
  expect(cases.length).toBeGreaterThanOrEqual(40);
  expect(new Set(cases.map(({ platform }) => platform))).toEqual(new Set(Object.keys(RULES)));
  for (const { address } of cases) if (address !== null) expect(address).toMatch(/^[^?#A-Z\s]+$/);
});

test("what is no address at all is no error", () => {
  for (const text of ["https://teams.microsoft.com/%", "https://meet.google.com/%E0%A4%A", "about:blank", "file:///j/98765432101"])
    for (const rule of Object.values(RULES)) expect(() => rule(new URL(text))).not.toThrow();
});
