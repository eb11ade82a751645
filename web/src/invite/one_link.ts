import { html, LitElement, nothing, svg, type TemplateResult } from "lit";

import { Problem, readConfig, type Config, type Trouble } from "./config.js";
import { mailto } from "./letters.js";
import { freshTokens, linkOf } from "./links.js";
import { qrCode } from "./qr.js";
import { filled } from "../parts/words.js";

/** `<ltm-one-link>`: a link for one friend, to copy, share, write or scan. Light DOM. */
export class OneLink extends LitElement {
  static override properties = { link: { state: true }, busy: { state: true }, trouble: { state: true }, copied: { state: true } };

  declare link: string;
  declare busy: boolean;
  declare trouble: Trouble | "";
  declare copied: boolean;
  private readonly config: Config = readConfig();

  constructor() {
    super();
    this.link = "";
    this.busy = false;
    this.trouble = "";
    this.copied = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  private async make(): Promise<void> {
    this.busy = true;
    this.trouble = "";
    this.copied = false;
    try {
      this.link = linkOf(this.config, await freshTokens(this.config, 1));
    } catch (error) {
      this.trouble = error instanceof Problem ? error.trouble : "service";
    }
    this.busy = false;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link);
      this.copied = true;
    } catch {
      this.trouble = "copying";
    }
  }

  private get shared(): ShareData {
    const { subject, text } = this.config.letter;
    return { title: subject, text: filled(text, { link: this.link }) };
  }

  private async share(): Promise<void> {
    this.trouble = "";
    try {
      await navigator.share(this.shared);
    } catch (error) {
      // Closed without sharing is no trouble: the link stands there as before.
      if (!(error instanceof DOMException && error.name === "AbortError")) this.trouble = "sharing";
    }
  }

  protected override render(): TemplateResult {
    const { words } = this.config;
    return html`
      ${this.link ? this.renderLink() : nothing}
      <div role="status">${this.trouble ? html`<div class="notice warn"><div><p>${words.trouble[this.trouble]}</p></div></div>` : nothing}</div>
      <div class="actions"><button type="button" class=${this.link ? "secondary" : ""} ?disabled=${this.busy}
        @click=${() => { void this.make(); }}>${this.link ? words.another : words.make}</button></div>`;
  }

  private renderLink(): TemplateResult {
    const { words, letter } = this.config;
    const code = qrCode(this.link);
    const canShare = "share" in navigator && ("canShare" in navigator ? navigator.canShare(this.shared) : true);
    return html`<div class="invite-link">
      <div>
        <p>${words.yours} ${words.days}</p>
        <p class="copyable"><code>${this.link}</code></p>
        <div class="row">
          <button type="button" class="small" @click=${() => { void this.copy(); }}>${this.copied ? words.copied : words.copy}</button>
          ${canShare ? html`<button type="button" class="small secondary" @click=${() => { void this.share(); }}>${words.share}</button>` : nothing}
          <a class="button small secondary" href=${mailto(letter, this.link)}>${words.mail}</a>
        </div>
      </div>
      <figure class="invite-qr">
        <svg viewBox="0 0 ${code.side} ${code.side}" role="img" aria-label=${words.qr} shape-rendering="crispEdges">
          ${svg`<rect width=${code.side} height=${code.side} fill="#fff"></rect><path d=${code.path} fill="#000"></path>`}
        </svg>
        <figcaption class="small muted">${words.scan}</figcaption>
      </figure>
    </div>`;
  }
}

if (!customElements.get("ltm-one-link")) customElements.define("ltm-one-link", OneLink);
