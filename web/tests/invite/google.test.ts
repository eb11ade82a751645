import { afterEach, describe, expect, it, vi } from "vitest";

import type { GoogleConfig } from "../../src/invite/config";
import { contacts, tokenOf } from "../../src/invite/google";

const google: GoogleConfig = {
  clientId: "c", authorize: "https://g.example/auth", people: "https://p.example", revoke: "https://r.example",
  scope: "contacts", othersScope: "others", practice: false, redirect: "https://x.example/invite/return/",
};

afterEach(() => { vi.unstubAllGlobals(); });

describe("Google's answer", () => {
  it("gives the token when it belongs to our question and the contacts were granted", () => {
    expect(tokenOf({ state: "s", access_token: "t", scope: "others contacts" }, "s", "contacts")).toBe("t");
  });

  it.each([
    ["forged", { state: "other", access_token: "t", scope: "contacts" }],
    ["forged", { access_token: "t", scope: "contacts" }],
    ["refused", { state: "s", error: "access_denied" }],
    ["google", { state: "s", error: "server_error" }],
    ["google", { state: "s", scope: "contacts" }],
    ["not_all", { state: "s", access_token: "t", scope: "others" }],
    ["not_all", { state: "s", access_token: "t", scope: "contacts.other" }],
  ])("is %s otherwise", (trouble, answer) => {
    expect(() => tokenOf(answer, "s", "contacts")).toThrow(expect.objectContaining({ trouble }));
  });
});

describe("address books", () => {
  const answers = (told: (url: URL) => Response) => {
    const asked: URL[] = [];
    vi.stubGlobal("fetch", (address: string) => {
      asked.push(new URL(address));
      return Promise.resolve(told(new URL(address)));
    });
    return asked;
  };
  const read = (others: boolean) => contacts(google, "t", others, new AbortController().signal);

  it("are read page by page to the end", async () => {
    const asked = answers((url) => {
      const page = Number(url.searchParams.get("pageToken") ?? 0);
      return Response.json({ connections: [{ names: [{ displayName: String(page) }] }], ...(page < 2 && { nextPageToken: String(page + 1) }) });
    });
    const [book] = await read(false);
    expect(book?.map((one) => one.names?.[0]?.displayName)).toEqual(["0", "1", "2"]);
    expect(asked.every((url) => url.searchParams.get("personFields") === "names,emailAddresses")).toBe(true);
    expect(asked.some((url) => url.href.includes("photo"))).toBe(false);
  });

  it("leave one out that was not granted", async () => {
    answers((url) => url.pathname.endsWith("otherContacts") ? new Response("", { status: 403 }) : Response.json({ connections: [{}] }));
    expect((await read(true)).map((book) => book.length)).toEqual([1, 0]);
  });

  it("say that Google cannot be reached", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(read(false)).rejects.toMatchObject({ trouble: "offline" });
  });
});
