import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { CAMERA, list, NoDevice, open, type DeviceTrouble, type Devices } from "../media/devices.js";
import { measure } from "../media/loudness.js";
import { keepJoinChoice, readJoinChoice, type JoinChoice } from "../room/config.js";
import { words } from "./words.js";

type Input = "mic" | "camera";

const LOUDEST = 0.25; // root mean square of lively speech close to the microphone

/** Own camera, own microphone, and which of them: tried here, sent nowhere.
 *  What is on when the page is left is on in the room. Light DOM, so that the page's style sheet reaches it. */
export class DeviceCheck extends LitElement {
  static override properties = {
    choice: { state: true }, devices: { state: true }, trouble: { state: true }, picture: { state: true },
  };

  declare choice: JoinChoice;
  declare devices: Devices;
  declare trouble: Partial<Record<Input, DeviceTrouble>>;
  declare picture: MediaStream | undefined;
  private readonly tracks: Record<Input, MediaStreamTrack | undefined> = { mic: undefined, camera: undefined };
  private stopMeter: (() => void) | undefined;

  constructor() {
    super();
    this.choice = readJoinChoice(sessionStorage);
    this.devices = { mics: [], cameras: [] };
    this.trouble = {};
    this.picture = undefined;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.resume();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.release("mic");
    this.release("camera");
  }

  /** After a reload: on again what was on, but only where the browser need not ask anew. */
  private async resume(): Promise<void> {
    this.devices = await list();
    const allowed = [...this.devices.mics, ...this.devices.cameras].some(({ label }) => label !== "");
    for (const input of ["mic", "camera"] as const) {
      if (!this.choice[input]) continue;
      if (allowed) await this.switchOn(input);
      else this.choose({ [input]: false });
    }
  }

  private choose(change: Partial<JoinChoice>): void {
    this.choice = { ...this.choice, ...change };
    keepJoinChoice(sessionStorage, this.choice);
  }

  private async switchOn(input: Input): Promise<void> {
    this.release(input);
    try {
      const track = await open(input, this.choice, CAMERA);
      this.tracks[input] = track;
      track.addEventListener("ended", () => { this.switchOff(input); });
      if (input === "mic") this.stopMeter = measure(track, (loudness) => { this.show(loudness); });
      else this.picture = new MediaStream([track]);
      this.trouble = { ...this.trouble, [input]: undefined };
      this.devices = await list();
      this.choose({ [input]: true });
    } catch (error) {
      if (!(error instanceof NoDevice)) throw error;
      this.trouble = { ...this.trouble, [input]: error.trouble };
      this.choose({ [input]: false });
    }
  }

  /** Twenty times a second, so past the rendering. */
  private show(loudness: number): void {
    const meter = this.querySelector("meter");
    if (meter) meter.value = Math.min(1, loudness / LOUDEST);
  }

  /** Not bound in the template: Lit sets an object again at every rendering, and the picture would begin anew. */
  protected override updated(changed: PropertyValues<this>): void {
    const video = this.querySelector("video");
    if (video && changed.has("picture")) video.srcObject = this.picture ?? null;
  }

  private switchOff(input: Input): void {
    this.release(input);
    this.choose({ [input]: false });
  }

  private release(input: Input): void {
    this.tracks[input]?.stop();
    this.tracks[input] = undefined;
    if (input === "camera") { this.picture = undefined; return; }
    this.stopMeter?.();
    this.stopMeter = undefined;
  }

  private toggle(input: Input): void {
    if (this.choice[input]) this.switchOff(input);
    else void this.switchOn(input);
  }

  private async take(input: Input, id: string): Promise<void> {
    this.choose(input === "mic" ? { micId: id } : { cameraId: id });
    if (this.choice[input]) await this.switchOn(input);
  }

  protected override render(): TemplateResult {
    if (!isSecureContext) return html`<div class="notice warn"><div><p>${words.say.check.insecure}</p></div></div>`;
    return html`
      <p class="muted">${words.say.check.intro}</p>
      <div class="check-media">
        <div class="tile mirrored">${this.picture
          ? html`<video autoplay muted playsinline aria-label=${words.say.check.preview}></video>`
          : html`<span class="check-off">${words.say.check.camera_off}</span>`}</div>
        <div class="check-inputs">${this.renderInput("mic", this.devices.mics)}${this.renderInput("camera", this.devices.cameras)}</div>
      </div>
      <p class="help">${words.say.check.kept}</p>`;
  }

  private renderInput(input: Input, devices: readonly MediaDeviceInfo[]): TemplateResult {
    const on = this.choice[input];
    const trouble = this.trouble[input];
    return html`<div class="stack">
      <button type="button" class="secondary" @click=${() => { this.toggle(input); }}>
        ${on ? words.say[input].turn_off : words.say[input].turn_on}</button>
      ${input === "mic" && on ? html`<meter min="0" max="1" aria-label=${words.say.check.level}></meter>
        <p class="help">${words.say.check.speak}</p>` : nothing}
      ${on && devices.length > 1 ? this.renderChooser(input, devices) : nothing}
      <div role="status">${trouble ? html`<p class="errors">${words.trouble(trouble, input)}</p>` : nothing}</div>
    </div>`;
  }

  private renderChooser(input: Input, devices: readonly MediaDeviceInfo[]): TemplateResult {
    const chosen = input === "mic" ? this.choice.micId : this.choice.cameraId;
    return html`<label>${words.say[input].choose}
      <select @change=${(event: Event) => { void this.take(input, (event.target as HTMLSelectElement).value); }}>
        ${devices.map((device, index) => html`<option value=${device.deviceId} ?selected=${device.deviceId === chosen}>
          ${device.label || words.unnamed(input, index + 1)}</option>`)}
      </select></label>`;
  }
}

if (!customElements.get("ltm-device-check")) customElements.define("ltm-device-check", DeviceCheck);
