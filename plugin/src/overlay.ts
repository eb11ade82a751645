import overlayStyle from "./overlay.css";
import { text } from "./text.js";

const LEFT_SHOWN_MS = 5000;

/** What stands in the corner while it counts, and a moment after. It never takes the focus. */
export class Overlay {
  private host: HTMLElement | undefined;
  private line: HTMLElement | undefined;
  private buttons: HTMLElement | undefined;
  private hiding: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly stay: () => void, private readonly leaveNow: () => void) {}

  counting(seconds: number): void {
    this.show();
    this.say(seconds === 1 ? text("leaving_in_one") : text("leaving_in", String(seconds)));
    this.buttons?.replaceChildren(this.button("stay", this.stay), this.button("leave_now", this.leaveNow));
  }

  left(connections: number): void {
    this.show();
    this.say(connections === 0 ? text("left_nothing") : connections === 1 ? text("left_one") : text("left_many", String(connections)));
    this.buttons?.replaceChildren();
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => { this.hide(); }, LEFT_SHOWN_MS);
  }

  hide(): void {
    clearTimeout(this.hiding);
    this.host?.remove();
    this.host = undefined;
  }

  private say(words: string): void {
    if (this.line && this.line.textContent !== words) this.line.textContent = words;
  }

  private show(): void {
    clearTimeout(this.hiding);
    if (this.host) return;
    this.host = document.createElement("leave-the-meeting");
    const root = this.host.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(overlayStyle);
    root.adoptedStyleSheets = [style];
    this.line = document.createElement("p");
    this.line.setAttribute("role", "status");
    this.buttons = document.createElement("div");
    const box = document.createElement("section");
    box.setAttribute("aria-label", text("name"));
    box.append(this.line, this.buttons);
    root.append(box);
    document.documentElement.append(this.host);
  }

  private button(name: string, pressed: () => void): HTMLButtonElement {
    const made = document.createElement("button");
    made.textContent = text(name);
    made.className = name;
    made.type = "button";
    made.addEventListener("click", (event) => { if (event.isTrusted) pressed(); });
    return made;
  }
}
