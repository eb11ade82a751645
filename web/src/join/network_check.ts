import { html, LitElement, nothing, type TemplateResult } from "lit";

import { gatherCandidates, measureRoundTrips, verdictOf, type Candidates, type RoundTrips } from "./network.js";
import { words } from "./words.js";

interface Result {
  trips: RoundTrips;
  candidates: Candidates;
}

/** How long the service takes to answer, and whether this browser can be reached by others.
 *  `<ltm-network-check health="/healthz" stun="stun:…" relay>`. Light DOM. */
export class NetworkCheck extends LitElement {
  static override properties = {
    health: {}, stun: {}, relay: { type: Boolean }, relayOnly: { type: Boolean, attribute: "relay-only" }, running: { state: true }, result: { state: true },
  };

  declare health: string;
  declare stun: string;
  declare relay: boolean;
  declare relayOnly: boolean;
  declare running: boolean;
  declare result: Result | undefined;
  private life = new AbortController();

  constructor() {
    super();
    this.health = "/healthz";
    this.stun = "";
    this.relay = false;
    this.relayOnly = false;
    this.running = false;
    this.result = undefined;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.life.abort();
    this.life = new AbortController();
  }

  private async check(): Promise<void> {
    this.running = true;
    const [trips, candidates] = await Promise.all([measureRoundTrips(this.health, this.life.signal), gatherCandidates(this.stun)]);
    this.result = { trips, candidates };
    this.running = false;
  }

  protected override render(): TemplateResult {
    const label = this.running ? words.say.network.checking : this.result ? words.say.network.again : words.say.network.check;
    return html`<button type="button" class="secondary" ?disabled=${this.running} @click=${() => { void this.check(); }}>${label}</button>
      <div role="status">${this.result && !this.running ? this.renderResult(this.result) : nothing}</div>`;
  }

  private renderResult({ trips, candidates }: Result): TemplateResult {
    const verdict = verdictOf(trips);
    return html`<div class="notice ${verdict === "good" ? "success" : "warn"}"><div>
      <p class="strong">${words.say.verdicts[verdict]}</p>
      <ul>
        ${verdict === "none" ? nothing : html`<li>${words.figures(trips)}</li>`}
        ${this.sentences(candidates).map((sentence) => html`<li>${sentence}</li>`)}
      </ul></div></div>`;
  }

  private sentences(candidates: Candidates): string[] {
    if (!candidates.supported) return [words.say.network.no_rtc];
    if (this.relayOnly) return [words.say.network.relay_only];
    const sentences = [candidates.own > 0 ? words.say.network.direct : words.say.network.no_way];
    if (this.stun) sentences.push(candidates.reflected ? words.say.network.reflected : words.say.network.hidden);
    if (this.relay) sentences.push(words.say.network.relay);
    if (!this.stun && !this.relay) sentences.push(words.say.network.no_help);
    return sentences;
  }
}

if (!customElements.get("ltm-network-check")) customElements.define("ltm-network-check", NetworkCheck);
