export const SECONDS_TO_UNDO = 3;

/** Three seconds in which nothing has happened yet. */
export class Countdown {
  private left = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly moved: (seconds: number | null) => void, private readonly over: () => void) {}

  get isCounting(): boolean {
    return this.timer !== undefined;
  }

  start(): void {
    if (this.isCounting) return;
    this.left = SECONDS_TO_UNDO;
    this.timer = setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) this.now();
      else this.moved(this.left);
    }, 1000);
    this.moved(this.left);
  }

  undo(): void {
    if (!this.isCounting) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.moved(null);
  }

  now(): void {
    if (!this.isCounting) return;
    this.undo();
    this.over();
  }
}
