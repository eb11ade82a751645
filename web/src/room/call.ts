import type { Down, Emoji, MediaTicket } from "../../../protocol/src/messages.js";
import { NoDevice } from "../media/devices.js";
import { Emitter } from "../media/emitter.js";
import type { Attach, EngineState, MediaEngine, Source, Ticket, Totals } from "../media/engine.js";
import type { Heard } from "../media/speaking.js";
import { engineFor } from "../media/open.js";
import { keepJoinChoice, readJoinChoice, type RoomConfig } from "./config.js";
import { newId } from "./ids.js";
import { LocalMedia } from "./local_media.js";
import { Session, type SessionEvents } from "./session.js";
import { fetchTicket, tabId } from "./ticket.js";
import { wireOf } from "./wire.js";

export interface CallEvents {
  changed: undefined;
  trouble: NoDevice;
  refused: SessionEvents["refused"];
  down: Down;
}

/** The session and the media of one tab, kept in step. It knows no page. */
export class Call extends Emitter<CallEvents> {
  readonly session: Session;
  readonly local: LocalMedia;
  engineState: EngineState = "closed";
  /** What can be shown, by connection and source. */
  readonly remote = new Map<string, Map<Source, Attach>>();
  private engine: MediaEngine | undefined;
  private connection = "";
  private startedDevices = false;

  constructor(config: RoomConfig) {
    super();
    this.session = new Session({
      ticket: () => fetchTicket(config.ticketUrl, config.csrf, tabId(sessionStorage, newId)),
      socket: () => new WebSocket(new URL(config.socketPath, location.href.replace(/^http/, "ws"))),
      newId,
      now: Date.now,
      random: Math.random,
      online: () => navigator.onLine,
    });
    this.local = new LocalMedia(() => this.engine, readJoinChoice(sessionStorage), config.camera);
    this.session.on("changed", () => { this.emit("changed", undefined); });
    this.session.on("phase", ({ name }) => {
      if (["denied", "closed", "left"].includes(name)) void this.close();
      this.emit("changed", undefined);
    });
    this.session.on("refused", (refused) => { this.refused(refused); });
    this.session.on("down", (down) => { void this.heardFrom(down); });
    this.local.on("changed", () => { this.emit("changed", undefined); });
    this.local.on("sending", ({ source, on }) => {
      this.session.declare(source, on);
      this.remember();
    });
    this.local.on("heard", (heard) => { this.speak(heard); });
  }

  start(signal: AbortSignal): void {
    addEventListener("online", () => { this.session.wake(); }, { signal });
    addEventListener("offline", () => { this.emit("changed", undefined); }, { signal });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.session.wake(); }, { signal });
    this.session.start();
  }

  maySend(source: Source): boolean {
    return this.session.state.me?.media.maySend.includes(source) ?? false;
  }

  async turn(source: Source, on: boolean): Promise<void> {
    if (on && !this.maySend(source)) return;
    try {
      await this.local.turn(source, on);
    } catch (error) {
      this.trouble(error);
    }
  }

  async choose(source: "mic" | "camera", deviceId: string): Promise<void> {
    try {
      await this.local.choose(source, deviceId);
    } catch (error) {
      this.trouble(error);
    }
  }

  react(emoji: Emoji): void {
    this.session.record({ type: "reaction", id: newId(), emoji });
  }

  /** Stops the media, says goodbye, and is done when the service knows (or does not answer). */
  async leave(reason: string): Promise<void> {
    this.local.close();
    const goodbye = this.session.leave(reason);
    await this.engine?.leave();
    await goodbye;
  }

  async totals(): Promise<Totals> {
    const nothing: Totals = { links: 0, relayed: 0, framesDecoded: 0, totalAudioEnergy: 0, bytesReceived: 0, bytesSent: 0 };
    return await this.engine?.totals() ?? nothing;
  }

  private async heardFrom(down: Down): Promise<void> {
    this.emit("down", down);
    if (down.type === "welcome") await this.enter(down.connection, ticketOf(down.media));
    if (down.type === "you_may") {
      await this.local.allow(down.media.maySend);
      await this.engine?.allow(ticketOf(down.media));
    }
  }

  /** The first welcome, or a later one. The same connection keeps its links; a new one begins afresh. */
  private async enter(connection: string, ticket: Ticket): Promise<void> {
    if (connection === this.connection) {
      this.engine?.resume();
      return;
    }
    await this.engine?.leave();
    this.connection = connection;
    const engine = this.engine = engineFor(ticket, wireOf(this.session));
    engine.on("media", ({ peer, source, attach }) => { this.show(peer, source, attach); });
    engine.on("state", (state) => { this.engineState = state; this.emit("changed", undefined); });
    await engine.join(ticket);
    await this.local.allow(ticket.maySend);
    for (const source of ticket.maySend) {
      const track = this.local.track(source);
      if (track) await engine.send(source, track);
    }
    if (!this.startedDevices) await this.startDevices();
  }

  /** As chosen on the join page; one after the other, so that the browser asks one question at a time. */
  private async startDevices(): Promise<void> {
    this.startedDevices = true;
    if (this.local.choice.mic) await this.turn("mic", true);
    if (this.local.choice.camera) await this.turn("camera", true);
  }

  /** A reload comes back as this tab was: muted stays muted. */
  private remember(): void {
    const { micId, cameraId } = this.local.choice;
    keepJoinChoice(sessionStorage, { mic: this.local.isOn("mic"), camera: this.local.isOn("camera"), micId, cameraId });
  }

  private show(peer: string, source: Source, attach: Attach | null): void {
    const sources = this.remote.get(peer) ?? new Map<Source, Attach>();
    if (attach) sources.set(source, attach);
    else sources.delete(source);
    if (sources.size > 0) this.remote.set(peer, sources);
    else this.remote.delete(peer);
    this.emit("changed", undefined);
  }

  private speak({ talking, stretch }: Heard): void {
    if (talking !== undefined) this.session.say({ type: "talking", on: talking });
    if (stretch !== undefined) this.session.record({ type: "speaking", id: newId(), milliseconds: stretch });
  }

  private refused(refused: SessionEvents["refused"]): void {
    const { message } = refused;
    if (message.type === "media" && message.on) void this.local.withdraw(message.source);
    this.emit("refused", refused);
  }

  private async close(): Promise<void> {
    this.local.close();
    await this.engine?.leave();
  }

  private trouble(error: unknown): void {
    if (!(error instanceof NoDevice)) throw error;
    this.emit("trouble", error);
  }
}

/** The wire's open record is what browsers call an ICE server; the service checks it when it reads its settings. */
function ticketOf(media: MediaTicket): Ticket {
  return { ...media, iceServers: media.iceServers as unknown as RTCIceServer[] };
}
