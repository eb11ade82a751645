import { LitElement, html, type TemplateResult } from "lit";
import type { Attach } from "../media/engine.js";

/** Shows (`<ltm-picture>`) or sounds (`<ltm-sound>`) what an engine hands out, and lets go of it when removed. */
abstract class MediaPlace extends LitElement {
  static override properties = { attach: { attribute: false } };

  declare attach: Attach | null;
  private detach: (() => void) | undefined;
  private attached: Attach | null = null;

  constructor() {
    super();
    this.attach = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override updated(): void {
    this.connectMedia();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.connectMedia();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.letGo();
  }

  private connectMedia(): void {
    if (this.attached === this.attach) return;
    this.letGo();
    const element = this.querySelector<HTMLMediaElement>("video, audio");
    if (!element || !this.attach) return;
    this.attached = this.attach;
    this.detach = this.attach(element);
    element.play().catch((error: unknown) => {
      // Only sound is ever refused: pictures are muted, and an interrupted play is followed by another one.
      if (error instanceof DOMException && error.name === "NotAllowedError") {
        this.dispatchEvent(new Event("soundblocked", { bubbles: true }));
      }
    });
  }

  private letGo(): void {
    this.detach?.();
    this.detach = undefined;
    this.attached = null;
  }
}

export class Picture extends MediaPlace {
  protected override render(): TemplateResult {
    return html`<video autoplay playsinline .muted=${true} aria-hidden="true" tabindex="-1"></video>`;
  }
}

export class Sound extends MediaPlace {
  protected override render(): TemplateResult {
    return html`<audio autoplay></audio>`;
  }
}

if (!customElements.get("ltm-picture")) customElements.define("ltm-picture", Picture);
if (!customElements.get("ltm-sound")) customElements.define("ltm-sound", Sound);
