import * as devices from "../media/devices.js";
import { Emitter } from "../media/emitter.js";
import type { MediaEngine, Source } from "../media/engine.js";
import { SOURCES } from "../media/engine.js";
import { measure } from "../media/loudness.js";
import { Speaking, type Heard } from "../media/speaking.js";
import type { JoinChoice } from "./config.js";

export interface LocalMediaEvents {
  changed: undefined;
  /** Sending began or ended, for whatever reason: the room is to be told. */
  sending: { source: Source; on: boolean };
  heard: Heard;
}

/** This tab's own microphone, camera and screen. Switched off, a camera is closed so that its light goes
 *  out; a microphone stays open but silent, because unmuting must be instant. */
export class LocalMedia extends Emitter<LocalMediaEvents> {
  private readonly tracks = new Map<Source, MediaStreamTrack>();
  private readonly sends = new Set<Source>();
  private readonly speaking = new Speaking();
  private stopMeasuring: (() => void) | undefined;
  private readonly busy = new Set<Source>();

  constructor(
    private readonly engine: () => MediaEngine | undefined,
    readonly choice: JoinChoice,
    private readonly camera: devices.CameraWish,
  ) {
    super();
  }

  isOn(source: Source): boolean {
    return this.sends.has(source);
  }

  isBusy(source: Source): boolean {
    return this.busy.has(source);
  }

  track(source: Source): MediaStreamTrack | null {
    return this.sends.has(source) ? this.tracks.get(source) ?? null : null;
  }

  /** Raises NoDevice when the browser or the person refuses. */
  async turn(source: Source, on: boolean): Promise<void> {
    if (this.busy.has(source) || on === this.sends.has(source)) return;
    this.busy.add(source);
    this.emit("changed", undefined);
    try {
      await (on ? this.start(source) : this.stop(source));
    } finally {
      this.busy.delete(source);
      this.emit("changed", undefined);
    }
  }

  /** Another device, now. Raises NoDevice; the old one then stays in use. */
  async choose(source: "mic" | "camera", deviceId: string): Promise<void> {
    const key = source === "mic" ? "micId" : "cameraId";
    const choice = { ...this.choice, [key]: deviceId };
    if (this.tracks.has(source)) {
      const track = await devices.open(source, choice, this.camera);
      this.tracks.get(source)?.stop();
      this.keep(source, track);
      track.enabled = this.sends.has(source);
      if (this.sends.has(source)) await this.engine()?.send(source, track);
      if (source === "mic" && this.sends.has(source)) this.listen(track);
    }
    this.choice[key] = deviceId;
    this.emit("changed", undefined);
  }

  /** The service refused to hear of it: off again, and nothing to tell. */
  async withdraw(source: Source): Promise<void> {
    await this.stop(source, { silently: true });
    this.emit("changed", undefined);
  }

  /** What is no longer allowed stops at once, without the room's having to be told. */
  async allow(maySend: readonly Source[]): Promise<void> {
    for (const source of SOURCES) {
      if (maySend.includes(source)) continue;
      await this.stop(source, { silently: true });
      this.release(source);
    }
    this.emit("changed", undefined);
  }

  /** Everything off and released; what was being said is counted. */
  close(): void {
    this.quiet();
    for (const source of SOURCES) { this.sends.delete(source); this.release(source); }
  }

  private async start(source: Source): Promise<void> {
    let track = this.tracks.get(source);
    if (!track || track.readyState === "ended") {
      track = await devices.open(source, this.choice, this.camera);
      this.keep(source, track);
    }
    track.enabled = true;
    this.sends.add(source);
    await this.engine()?.send(source, track);
    if (source === "mic") this.listen(track);
    this.emit("sending", { source, on: true });
  }

  private async stop(source: Source, { silently = false } = {}): Promise<void> {
    if (!this.sends.delete(source)) return;
    const track = this.tracks.get(source);
    if (track) track.enabled = false;
    if (source === "mic") this.quiet();
    else this.release(source);
    await this.engine()?.send(source, null);
    if (!silently) this.emit("sending", { source, on: false });
  }

  private keep(source: Source, track: MediaStreamTrack): void {
    this.tracks.set(source, track);
    // The browser's own "stop sharing", or a device that was pulled out.
    track.onended = () => { if (this.tracks.get(source) === track) void this.turn(source, false); };
  }

  private release(source: Source): void {
    const track = this.tracks.get(source);
    this.tracks.delete(source);
    track?.stop();
  }

  private listen(track: MediaStreamTrack): void {
    this.stopMeasuring?.();
    this.stopMeasuring = measure(track, (loudness) => { this.tell(this.speaking.hear(loudness, performance.now())); });
  }

  private quiet(): void {
    this.stopMeasuring?.();
    this.stopMeasuring = undefined;
    this.tell(this.speaking.stop());
  }

  private tell(heard: Heard): void {
    if (heard.talking !== undefined || heard.stretch !== undefined) this.emit("heard", heard);
  }
}
