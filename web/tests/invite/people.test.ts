import { describe, expect, it } from "vitest";

import { gathered, isAddress, masked, normalised } from "../../src/invite/people";

describe("masked addresses", () => {
  it.each([
    ["jane.doe@example.org", "j•••@e•••.org"],
    ["j@e.org", "j•••@e•••.org"],
    ["朋友@例え.jp", "朋•••@例•••.jp"],
    ["😀x@mail.example.co.uk", "😀•••@m•••.uk"],
    ["root@localhost", "r•••@l•••"],
  ])("%s is shown as %s", (address, shown) => { expect(masked(address)).toBe(shown); });
});

describe("people of an address book", () => {
  const person = (name: string, ...values: string[]) => ({ names: [{ displayName: name }], emailAddresses: values.map((value) => ({ value })) });

  it("come once for each address, however it is written", () => {
    const { people, repeated } = gathered([[person("Ann", "ann@example.org")], [person("Ann again", " ANN@Example.org ")]]);
    expect(people).toEqual([{ name: "Ann", address: "ann@example.org" }]);
    expect(repeated).toBe(1);
  });

  it("are left out without an address, and come last without a name", () => {
    const { people } = gathered([[{ emailAddresses: [{ value: "x@example.org" }] }, { names: [{ displayName: "Nobody" }] }, person("Zoe", "zoe@example.org")]]);
    expect(people.map((one) => one.name)).toEqual(["Zoe", ""]);
  });

  it("are named by their primary name", () => {
    const names = [{ displayName: "Old" }, { displayName: "New", metadata: { primary: true } }];
    expect(gathered([[{ names, emailAddresses: [{ value: "n@example.org" }] }]]).people[0]?.name).toBe("New");
  });

  it("keep plus tags apart: they are other addresses", () => {
    expect(normalised("a+b@example.org")).not.toBe(normalised("a@example.org"));
  });

  it.each(["", "no-at.example", "a@b@c", "a b@example.org", "a@x.example>,b@y.example", "a@b.example\nbcc: c@d.example"])(
    "refuse what is no address or would end one in a letter's head: %j", (text) => { expect(isAddress(text)).toBe(false); });
});
