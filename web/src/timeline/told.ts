/** Where the middle of the visible part of a scrolled picture lies, in percent of the whole. */
export function visibleMiddle(scrolled: number, visible: number, whole: number): number {
  if (whole <= 0) return 50;
  return Math.min(100, Math.max(0, (100 * (scrolled + visible / 2)) / whole));
}

/** Keeps what a lane says under hover and focus in sight while the picture is zoomed and scrolled. */
export function keepToldInSight(timeline: HTMLElement, signal: AbortSignal): void {
  const scroller = timeline.querySelector<HTMLElement>(".timeline-scroll");
  if (!scroller) return;
  const place = (event: Event): void => {
    const lane = event.target instanceof Element ? event.target.closest(".lane-link") : null;
    const middle = visibleMiddle(scroller.scrollLeft, scroller.clientWidth, scroller.scrollWidth);
    lane?.querySelector(".lane-told")?.setAttribute("x", `${middle.toFixed(2)}%`);
  };
  timeline.addEventListener("focusin", place, { signal });
  timeline.addEventListener("pointerover", place, { signal });
}
