import { Countdown } from "./countdown.js";

export const SECONDS_TO_UNDO = 3;

export type LeaveStep =
  | { name: "staying" }
  /** A host is asked how. */
  | { name: "choosing" }
  | { name: "ending" }
  | { name: "counting"; seconds: number }
  | { name: "gone" };

export interface LeaveDeeds {
  handOver(attendee: string): void;
  /** `left`, or `auto_rule:<line>`. */
  leave(reason: string): void;
  endForAll(): void;
}

/** From pressing Leave to being out. Nothing is done, not even a hand-over, before the three seconds are over. */
export class Leaving {
  step: LeaveStep = { name: "staying" };
  private countdown: Countdown | undefined;
  private successor = "";

  constructor(private readonly deeds: LeaveDeeds, private readonly changed: () => void) {}

  press(moderates: boolean): void {
    if (this.step.name === "staying") this.go(moderates ? { name: "choosing" } : null);
  }

  /** `successor` is an attendee, or empty to keep the room as it is. */
  chooseLeave(successor: string): void {
    if (this.step.name !== "choosing") return;
    this.successor = successor;
    this.go(null);
  }

  chooseEnd(): void {
    if (this.step.name === "choosing") this.go({ name: "ending" });
  }

  confirmEnd(): void {
    if (this.step.name !== "ending") return;
    this.go({ name: "staying" });
    this.deeds.endForAll();
  }

  undo(): void {
    if (this.step.name === "gone") return;
    this.countdown?.undo();
    this.successor = "";
    this.go({ name: "staying" });
  }

  now(): void {
    if (this.step.name !== "counting") return;
    this.countdown?.undo();
    this.go({ name: "gone" });
    if (this.successor) this.deeds.handOver(this.successor);
    this.deeds.leave("left");
  }

  /** A leave rule's countdown is over, or the plugin leaves by its own: out at once, whatever was being asked. */
  leaveAs(reason: string): void {
    if (this.step.name === "gone") return;
    this.countdown?.undo();
    this.go({ name: "gone" });
    this.deeds.leave(reason);
  }

  private go(step: LeaveStep | null): void {
    if (step === null) {
      this.countdown = new Countdown(SECONDS_TO_UNDO, (left) => { this.tick(left); });
      this.step = { name: "counting", seconds: SECONDS_TO_UNDO };
    } else this.step = step;
    this.changed();
  }

  private tick(left: number): void {
    if (left === 0) { this.now(); return; }
    this.step = { name: "counting", seconds: left };
    this.changed();
  }
}
