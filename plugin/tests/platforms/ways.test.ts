import { expect, test } from "vitest";
import { ends, press, write } from "../../src/platforms/ways.js";

function made(attributes: Record<string, string>, text = ""): HTMLButtonElement {
  const button = document.createElement("button");
  for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
  button.textContent = text;
  document.body.replaceChildren(button);
  return button;
}

test.each([
  [{}, "End meeting for all"], [{}, "End the call for everyone"], [{ "aria-label": "End call" }, ""], [{}, "Besprechung beenden"], [{}, "Meeting für alle beenden"],
  [{ "data-tid": "hangup-end-meeting-button" }, "…"], [{ "data-test": "endMeetingButton" }, "…"], [{ id: "endConference" }, ""], [{}, "Terminer la réunion pour tous"],
  [{}, "Finalizar reunión para todos"], [{}, "Encerrar para todos"], [{ title: "End for all" }, "x"],
])("an end is never pressed: %o %s", (attributes, text) => {
  const button = made(attributes, text);
  let pressed = 0;
  button.addEventListener("click", () => { pressed += 1; });
  expect(ends(button)).toBe(true);
  expect(press(button)).toBe(false);
  expect(pressed).toBe(0);
});

test.each(["Leave call", "Anruf verlassen", "Leave Meeting", "Just leave the call", "Send", "Quitter l'appel"])("leaving is no end: %s", (text) => {
  expect(press(made({}, text))).toBe(true);
});

test("what cannot be pressed is not said to have been", () => {
  expect(press(null)).toBe(false);
  expect(press(made({ disabled: "" }, "Leave"))).toBe(false);
  expect(press(made({ hidden: "" }, "Leave"))).toBe(false);
});

test("a half-written message stays the member's own", () => {
  const field = document.createElement("textarea");
  field.value = "I think that";
  document.body.replaceChildren(field);
  expect(write(field, () => made({}, "Send"), "Bye")).toBe(false);
  expect(field.value).toBe("I think that");
});
