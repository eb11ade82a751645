import { showText } from "./text.js";

/** "4 s", "12 min", "1 h 05 min": a length of time in the fewest words that stay exact to the minute. */
export function spoken(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** Keeps every `<time data-since datetime="…">` counting up and `data-until` counting down. */
export function keepTime(root: ParentNode, now: () => number, signal: AbortSignal): void {
  const tick = (): void => {
    for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-since], time[data-until]")) {
      const then = Date.parse(element.dateTime);
      if (Number.isNaN(then)) continue;
      showText(element, spoken("since" in element.dataset ? now() - then : then - now()));
    }
  };
  tick();
  const timer = setInterval(tick, 1000);
  signal.addEventListener("abort", () => { clearInterval(timer); }, { once: true });
}
