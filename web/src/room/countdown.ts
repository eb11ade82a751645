/** Whole seconds down to zero, told once each; `undo` stops it for good. */
export class Countdown {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private left: number, private readonly tell: (left: number) => void) {
    this.schedule();
  }

  get seconds(): number {
    return this.left;
  }

  undo(): void {
    clearTimeout(this.timer);
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.left -= 1;
      if (this.left > 0) this.schedule();
      this.tell(this.left);
    }, 1000);
  }
}
