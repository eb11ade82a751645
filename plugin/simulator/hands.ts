/** What a person can let happen in the invented meeting. */
import { button, el } from "../src/pages/dom.js";
import { text } from "../src/text.js";
import type { Happening, Meeting } from "./meeting.js";

const GUESTS = ["Olga", "Paul", "Quinn", "Rosa", "Sam", "Tara", "Uwe", "Vera", "Will", "Xenia", "Yusuf", "Zoe"] as const;
const SLEEP_S = 600;

export class Hands {
  private readonly who = el("select", { id: "sim-who" });
  private readonly switches = new Map<HTMLInputElement, (meeting: Meeting) => boolean>();
  readonly root: HTMLElement;
  private names = "";

  constructor(private readonly act: (what: Happening) => void) {
    const one = (name: string, what: () => Happening | null): HTMLElement => button(text(name), () => {
      const made = what();
      if (made) act(made);
    });
    const chosen = (): string => this.who.value;
    this.root = el("section", { class: "sim-hands" }, el("h2", {}, text("sim_hands_title")), el("p", { class: "muted" }, text("sim_hands_text")),
      el("div", { class: "sim-controls" },
        one("hand_come", () => ({ do: "come", name: this.guest() })), one("hand_host", () => ({ do: "come", name: this.guest(), host: true })),
        one("hand_bot", () => ({ do: "come", name: `Notetaker ${this.count + 1}`, silent: true })), one("hand_say", () => ({ do: "say" })),
        one("hand_touch", () => ({ do: "touch" })), one("hand_sleep", () => ({ do: "sleep", seconds: SLEEP_S }))),
      el("div", { class: "sim-controls" }, el("p", { class: "sim-field" }, el("label", { for: "sim-who" }, text("sim_who")), this.who),
        one("hand_go", () => (chosen() ? { do: "go", name: chosen() } : null)), one("hand_speak", () => (chosen() ? { do: "speak", name: chosen() } : null))),
      el("div", { class: "sim-controls" }, ...(["call", "moving", "lobby", "before", "over"] as const).map((place) => one(`hand_${place}`, () => ({ do: "place", place })))),
      el("fieldset", { class: "sim-switches" }, el("legend", {}, text("sim_switches")),
        this.toggle("hand_talk", (on) => ({ do: "talk", on }), ({ talking }) => talking),
        this.toggle("hand_list", (readable) => ({ do: "list", readable }), ({ listReadable }) => listReadable),
        this.toggle("hand_share", (on) => ({ do: "share", on }), ({ self }) => self.sharing === true),
        this.toggle("hand_record", (on) => ({ do: "record", on }), ({ self }) => self.recording === true),
        this.toggle("hand_microphone", (on) => ({ do: "microphone", on }), ({ self }) => self.microphone === true),
        this.toggle("hand_camera", (on) => ({ do: "camera", on }), ({ self }) => self.camera === true),
        this.toggle("hand_host_me", (on) => ({ do: "host_me", on }), ({ self }) => self.host === true),
        this.toggle("hand_hide", (on) => ({ do: "hide", on }), ({ hidden }) => hidden),
        this.toggle("hand_platform_asks", (on) => ({ do: "platform_asks", on }), ({ platformAsks }) => platformAsks)));
  }

  draw(meeting: Meeting): void {
    for (const [box, reads] of this.switches) box.checked = reads(meeting);
    const names = [...meeting.people.keys()];
    if (names.join("|") === this.names) return;
    this.names = names.join("|");
    const before = this.who.value;
    this.who.replaceChildren(...names.map((name) => el("option", { value: name }, name)));
    if (names.includes(before)) this.who.value = before;
    this.who.disabled = names.length === 0;
  }

  private get count(): number {
    return this.who.options.length;
  }

  private guest(): string {
    const there = [...this.who.options].map(({ value }) => value);
    return GUESTS.find((name) => !there.includes(name)) ?? `Guest ${there.length + 1}`;
  }

  private toggle(name: string, what: (on: boolean) => Happening, reads: (meeting: Meeting) => boolean): HTMLElement {
    const box = el("input", { type: "checkbox", onchange: () => { this.act(what(box.checked)); } });
    this.switches.set(box, reads);
    return el("label", {}, box, text(name));
  }
}
