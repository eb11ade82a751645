import { describe, expect, it } from "vitest";

import { groups, LONGEST, mailto, MOST_HIDDEN } from "../../src/invite/letters";
import { linkOf } from "../../src/invite/links";
import { qrCode } from "../../src/invite/qr";

const letter = { subject: "Come & see", text: "Hello,\n\n%(link)s" };
const config = { tokens: "", csrf: "", door: "https://meet.example.org/i/" };
const token = "A".repeat(22);

describe("letters of the member's own mail program", () => {
  it("go to one friend, with what would be misread put in other characters", () => {
    const url = mailto(letter, "https://x.example/i/t/", ["ann+news@example.org"]);
    expect(url.startsWith("mailto:ann%2Bnews%40example.org?subject=Come%20%26%20see&body=Hello%2C%0D%0A%0D%0Ahttps")).toBe(true);
  });

  it("hide several friends from each other", () => {
    const url = new URL(mailto(letter, "https://x.example/", ["a@example.org", "b@example.org"]));
    expect(url.pathname).toBe("");
    expect(url.searchParams.get("bcc")).toBe("a@example.org,b@example.org");
  });

  it("are cut at twenty, and sooner where the address of the letter would be too long", () => {
    const link = (count: number): string => linkOf(config, Array<string>(count).fill(token));
    const short = Array.from({ length: 45 }, (_each, number) => ({ address: `${number}@e.org` }));
    expect(groups(letter, short, link).map((one) => one.length)).toEqual([20, 20, 5]);
    const long = Array.from({ length: 30 }, (_each, number) => ({ address: `${"x".repeat(100)}${number}@example.org` }));
    const parts = groups(letter, long, link);
    expect(parts.flat()).toEqual(long);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(MOST_HIDDEN);
      expect(mailto(letter, link(part.length), part.map((one) => one.address)).length).toBeLessThanOrEqual(LONGEST);
    }
  });
});

describe("links", () => {
  it("carry one token, or several that count once each", () => {
    expect(linkOf(config, [token])).toBe(`https://meet.example.org/i/${token}/`);
    expect(linkOf(config, [token, token])).toBe(`https://meet.example.org/i/${token}~${token}/`);
  });

  it("are drawn with the three corners by which a QR code is found, and white around", () => {
    const { side, path } = qrCode(`https://meet.example.org/i/${token}/`);
    const dark = new Set([...path.matchAll(/M(\d+) (\d+)/g)].map(([, x, y]) => `${x} ${y}`));
    expect((side - 8 - 17) % 4).toBe(0);
    for (const [x, y] of [[4, 4], [side - 11, 4], [4, side - 11]] as const) {
      for (let step = 0; step < 7; step += 1) expect(dark.has(`${x + step} ${y}`) && dark.has(`${x} ${y + step}`)).toBe(true);
      expect(dark.has(`${x + 1} ${y + 1}`)).toBe(false);
    }
    expect([...dark].every((each) => each.split(" ").map(Number).every((place) => place >= 4 && place < side - 4))).toBe(true);
  });
});
