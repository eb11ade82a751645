/** `<ltm-masked>` inside a list item: shows its address only while that item is pointed at or focused. */
import { masked } from "./people.js";
import { showText } from "../parts/text.js";

export class MaskedAddress extends HTMLElement {
  #address = "";
  #life = new AbortController();

  /** A property and never an attribute, so that no selector and no serialised page holds it. */
  set address(address: string) {
    this.#address = address;
    this.#show(false);
  }

  connectedCallback(): void {
    const row = this.closest("li") ?? this;
    const { signal } = this.#life = new AbortController();
    for (const [event, clear] of [["pointerenter", true], ["focusin", true], ["pointerleave", false], ["focusout", false]] as const) {
      row.addEventListener(event, () => { this.#show(clear); }, { signal });
    }
  }

  disconnectedCallback(): void {
    this.#life.abort();
    this.#address = "";
    this.textContent = "";
  }

  #show(clear: boolean): void {
    showText(this, clear ? this.#address : masked(this.#address));
  }
}

if (!customElements.get("ltm-masked")) customElements.define("ltm-masked", MaskedAddress);
