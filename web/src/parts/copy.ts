/** `<button data-copy="#id">` copies that element's text or value, and says so where the button is. */
export function enableCopyButtons(root: Document, signal: AbortSignal): void {
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (button) void copyFor(root, button);
  }, { signal });
}

async function copyFor(root: Document, button: HTMLElement): Promise<void> {
  const source = root.querySelector<HTMLElement>(button.dataset["copy"] ?? "");
  if (!source) return;
  const text = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement
    ? source.value
    : (source.textContent).trim();
  await navigator.clipboard.writeText(text);
  const label = button.querySelector<HTMLElement>("[data-label]") ?? button;
  const before = label.textContent;
  label.textContent = button.dataset["copied"] ?? before;
  setTimeout(() => { label.textContent = before; }, 2000);
}
