import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { Problem, readConfig, type Config, type GoogleConfig, type Trouble } from "./config.js";
import { contacts, permission, revoke } from "./google.js";
import { groups, mailto } from "./letters.js";
import { freshTokens, linkOf } from "./links.js";
import { gathered, masked, type Person } from "./people.js";
import { counted, filled } from "../parts/words.js";
import "./masked_address.js";

type Step = "idle" | "waiting" | "reading" | "choosing" | "writing";
const AT_ONCE = 50; // links of one request

/** A letter that waits to be opened in the member's mail program. */
interface Unsent {
  to: readonly Person[];
  link: string;
}

/** `<ltm-contacts>`: the member's Google contacts, in this page's memory only, for choosing whom to write to. Light DOM.
 *  Nothing here is stored, logged or reported; what is read goes when the page does. */
export class Contacts extends LitElement {
  static override properties = {
    step: { state: true }, trouble: { state: true }, people: { state: true }, chosen: { state: true },
    letters: { state: true }, opened: { state: true }, sought: { state: true }, told: { state: true }, busy: { state: true },
  };

  declare step: Step;
  declare trouble: Trouble | "";
  declare people: readonly Person[];
  declare chosen: ReadonlySet<Person>;
  declare letters: readonly Unsent[];
  declare opened: number;
  declare sought: string;
  declare told: string;
  declare busy: boolean;
  private readonly config: Config = readConfig();
  private repeated = 0;
  private revoked = false;
  private asking = new AbortController();

  constructor() {
    super();
    this.forget();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("pagehide", this.forget);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("pagehide", this.forget);
    this.forget();
  }

  /** Everything read goes. Bound, because the window calls it. */
  private readonly forget = (): void => {
    this.asking.abort();
    this.people = [];
    this.chosen = new Set();
    this.letters = [];
    this.opened = 0;
    this.repeated = 0;
    this.sought = "";
    this.told = "";
    this.trouble = "";
    this.busy = false;
    this.step = "idle";
  };

  private async read(google: GoogleConfig): Promise<void> {
    const others = this.querySelector<HTMLInputElement>("input[name=others]")?.checked ?? false;
    this.forget();
    const { signal } = this.asking = new AbortController();
    this.step = "waiting";
    try {
      const token = await permission(google, others ? [google.scope, google.othersScope] : [google.scope], signal);
      this.step = "reading";
      const found = await contacts(google, token, others, signal).finally(async () => { this.revoked = await revoke(google, token); });
      if (!signal.aborted) this.show(gathered(found));
    } catch (error) {
      if (signal.aborted) return; // stopped, or gone with the page
      this.step = "idle";
      this.trouble = error instanceof Problem ? error.trouble : "google";
    }
  }

  private show({ people, repeated }: ReturnType<typeof gathered>): void {
    this.people = people;
    this.repeated = repeated;
    this.step = people.length ? "choosing" : "idle";
    this.trouble = people.length ? "" : "empty";
  }

  private putAway(): void {
    const { gone, gone_here } = this.config.words;
    this.forget();
    this.told = this.revoked ? gone : gone_here;
  }

  private choose(person: Person, on: boolean): void {
    const chosen = new Set(this.chosen);
    if (on) chosen.add(person);
    else chosen.delete(person);
    this.chosen = chosen;
  }

  private get shown(): readonly Person[] {
    const sought = this.sought.trim().toLocaleLowerCase();
    return sought ? this.people.filter((one) => one.name.toLocaleLowerCase().includes(sought)) : this.people;
  }

  /** Makes the links, one for each friend, and lays the letters ready. */
  private async write(together: boolean): Promise<void> {
    this.busy = true;
    this.trouble = "";
    const { signal } = this.asking;
    const chosen = this.people.filter((one) => this.chosen.has(one));
    const long = (count: number): string => linkOf(this.config, Array<string>(count).fill("-".repeat(22)));
    const parts = together ? groups(this.config.letter, chosen, long) : chosen.map((one) => [one]);
    try {
      const tokens: string[] = [];
      while (tokens.length < chosen.length) {
        tokens.push(...await freshTokens(this.config, Math.min(AT_ONCE, chosen.length - tokens.length)));
      }
      if (signal.aborted) return;
      this.letters = parts.map((to) => ({ to, link: linkOf(this.config, tokens.splice(0, to.length)) }));
      this.opened = 0;
      this.step = "writing";
    } catch (error) {
      this.trouble = error instanceof Problem ? error.trouble : "service";
    }
    this.busy = false;
  }

  /** Hands the next letter to the mail program; the page stays. */
  private open(): void {
    const next = this.letters[this.opened];
    if (!next) return;
    window.location.assign(mailto(this.config.letter, next.link, next.to.map((one) => one.address)));
    this.opened += 1;
  }

  protected override render(): TemplateResult {
    const { google, words } = this.config;
    if (!google) return html``;
    const trouble = this.trouble ? html`<div class="notice warn"><div><p>${words.trouble[this.trouble]}</p></div></div>` : nothing;
    return html`
      <div role="status">${trouble}${this.told ? html`<div class="notice success"><div><p>${this.told}</p></div></div>` : nothing}</div>
      ${this.step === "idle" ? this.renderAsk(google) : nothing}
      ${this.step === "waiting" || this.step === "reading" ? this.renderWaiting() : nothing}
      ${this.step === "choosing" ? this.renderChoice() : nothing}
      ${this.step === "writing" ? this.renderLetters() : nothing}`;
  }

  private renderAsk(google: GoogleConfig): TemplateResult {
    const { words } = this.config;
    return html`<div class="field check"><label><input type="checkbox" name="others"><span>${words.others}</span></label></div>
      <div class="actions"><button type="button" @click=${() => { void this.read(google); }}>${google.practice ? words.ask_practice : words.ask}</button></div>`;
  }

  private renderWaiting(): TemplateResult {
    const { words } = this.config;
    return html`<p role="status">${this.step === "waiting" ? words.waiting : words.reading}</p>
      <div class="actions"><button type="button" class="secondary" @click=${this.forget}>${words.stop}</button></div>`;
  }

  private renderChoice(): TemplateResult {
    const { words } = this.config;
    const found = counted(words, "found", this.people.length);
    const repeated = this.repeated ? ` · ${counted(words, "repeated", this.repeated)}` : "";
    return html`<p class="muted">${found}${repeated}. ${words.show}</p>
      <div class="field"><label for="sought">${words.find}</label>
        <input type="search" id="sought" autocomplete="off" .value=${this.sought}
          @input=${(event: Event) => { this.sought = (event.target as HTMLInputElement).value; }}></div>
      <ul class="invite-people" tabindex="0" aria-labelledby="contacts-title">${repeat(this.shown, (one) => one, (one) => this.renderPerson(one))}</ul>
      <div class="row">
        <button type="button" class="small quiet" @click=${() => { this.chosen = new Set([...this.chosen, ...this.shown]); }}>${words.all}</button>
        <button type="button" class="small quiet" @click=${() => { this.chosen = new Set(); }}>${words.none}</button>
      </div>
      <p class="strong" role="status">${counted(words, "chosen", this.chosen.size)}</p>
      <p class="muted small">${words.how}</p>
      <div class="actions">
        <button type="button" ?disabled=${!this.chosen.size || this.busy} @click=${() => { void this.write(false); }}>${words.one_each}</button>
        <button type="button" class="secondary" ?disabled=${this.chosen.size < 2 || this.busy} @click=${() => { void this.write(true); }}>${words.together}</button>
        ${this.renderPutAway()}
      </div>`;
  }

  private renderPerson(person: Person): TemplateResult {
    return html`<li><label><input type="checkbox" .checked=${this.chosen.has(person)}
        @change=${(event: Event) => { this.choose(person, (event.target as HTMLInputElement).checked); }}>
      <span><bdi>${person.name || this.config.words.no_name}</bdi> <ltm-masked class="muted small" .address=${person.address}></ltm-masked></span></label></li>`;
  }

  private renderLetters(): TemplateResult {
    const { words } = this.config;
    const next = this.letters[this.opened];
    const [first] = next?.to ?? [];
    const to = next && next.to.length > 1 ? filled(words.next_group, { n: next.to.length })
      : filled(words.next_to, { name: first ? calledBy(first) : "" });
    return html`<p role="status">${next ? filled(words.next, { n: this.opened + 1, all: this.letters.length }) : words.done}</p>
      <p class="muted small">${words.how}</p>
      <div class="actions">${next ? html`<button type="button" @click=${() => { this.open(); }}>${to}</button>` : nothing}${this.renderPutAway()}</div>`;
  }

  private renderPutAway(): TemplateResult {
    return html`<button type="button" class="quiet" @click=${() => { this.putAway(); }}>${this.config.words.put_away}</button>`;
  }
}

/** How somebody is spoken of here: by name, or masked. */
const calledBy = (person: Person): string => person.name || masked(person.address);

if (!customElements.get("ltm-contacts")) customElements.define("ltm-contacts", Contacts);
