/** The countdown on the landing page. Without this script its buttons are a form, and the server shows the same
 *  endings; with it the ring runs, and nothing is loaded anew. What is said stands in the page already. */

export type Ending = "stay" | "leave" | "snooze";
type Phase = "asks" | Ending;

const SECONDS = 10;
const SNOOZE_MS = 5000; // in a meeting five minutes; the text says so

export class CountdownDemo {
  private snoozed: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly root: HTMLElement) {
    root.addEventListener("submit", (event) => { this.answered(event); });
    root.addEventListener("elapsed", () => { this.show("leave"); });
    for (const live of root.querySelectorAll<HTMLElement>("[data-live]")) live.hidden = false;
  }

  private answered(event: SubmitEvent): void {
    event.preventDefault();
    const answer = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "";
    clearTimeout(this.snoozed);
    if (answer === "stay" || answer === "leave") this.show(answer);
    else if (answer === "snooze") this.snooze();
    else this.run();
  }

  private snooze(): void {
    this.show("snooze");
    this.snoozed = setTimeout(() => { this.run(); }, SNOOZE_MS);
  }

  /** The ring is loaded when somebody wants to see it run. */
  private run(): void {
    this.show("asks");
    void import("../parts/countdown-ring").then(() => {
      if (this.root.dataset["phase"] !== "asks") return; // answered while it was loading
      const ring = document.createElement("ltm-countdown");
      ring.setAttribute("seconds", String(SECONDS));
      this.place(ring);
    });
  }

  private show(phase: Phase): void {
    this.root.dataset["phase"] = phase;
    for (const part of this.root.querySelectorAll<HTMLElement>("[data-when]")) {
      part.hidden = !(part.dataset["when"] ?? "").split(" ").includes(phase);
    }
    if (phase !== "asks") this.place(null); // a ring that nobody sees does not run on
  }

  private place(ring: HTMLElement | null): void {
    const place = this.root.querySelector("[data-ring]");
    place?.querySelector("ltm-countdown")?.remove();
    if (ring) place?.append(ring);
  }
}
