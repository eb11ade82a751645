const steps = [1, 2, 4, 8] as const;

/** The next zoom step in a direction, held inside the scale. */
export function nextStep(current: number, direction: 1 | -1): number {
  const index = steps.findIndex((step) => step === current);
  return steps[Math.min(steps.length - 1, Math.max(0, index + direction))] ?? 1;
}

/** Zooms a `.timeline` picture with + and −, or the wheel while Ctrl is held; the class does the drawing. */
export function enableZoom(timeline: HTMLElement, signal: AbortSignal): void {
  let step = 1;
  const zoom = (direction: 1 | -1): void => {
    step = nextStep(step, direction);
    timeline.dataset["zoom"] = String(step);
  };
  timeline.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") zoom(1);
    if (event.key === "-") zoom(-1);
  }, { signal });
  timeline.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1 : -1);
  }, { signal, passive: false });
}
