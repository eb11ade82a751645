import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";

/** The ring that empties, with the seconds as text. Light DOM, so that the page's style sheet reaches it.
 *  `<ltm-countdown seconds="20"></ltm-countdown>` starts at once and fires `elapsed` at zero. */
export class CountdownRing extends LitElement {
  static override properties = { seconds: { type: Number }, until: { type: Number }, left: { state: true } };

  declare seconds: number;
  /** `performance.now()` of zero, for a ring that is drawn anew while it counts; 0: from now. */
  declare until: number;
  declare left: number;
  private endsAt = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.seconds = 0;
    this.until = 0;
    this.left = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("seconds") || changed.has("until")) this.start();
  }

  private start(): void {
    clearInterval(this.timer);
    this.endsAt = this.until || performance.now() + this.seconds * 1000;
    this.left = Math.max(0, (this.endsAt - performance.now()) / 1000);
    this.timer = setInterval(() => { this.tick(); }, 250);
  }

  private tick(): void {
    this.left = Math.max(0, (this.endsAt - performance.now()) / 1000);
    if (this.left > 0) return;
    clearInterval(this.timer);
    this.dispatchEvent(new Event("elapsed", { bubbles: true }));
  }

  protected override render(): TemplateResult {
    const share = this.seconds > 0 ? this.left / this.seconds : 0;
    return html`<div class="countdown" role="timer">
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <circle class="countdown-track" cx="32" cy="32" r="28" pathLength="100"></circle>
        <circle class="countdown-left" cx="32" cy="32" r="28" pathLength="100"
          stroke-dasharray="100" stroke-dashoffset=${100 - share * 100}></circle>
      </svg>
      <span class="countdown-seconds">${Math.ceil(this.left)}</span>
    </div>`;
  }
}

if (!customElements.get("ltm-countdown")) customElements.define("ltm-countdown", CountdownRing);
