import type { Attach, Peer, Source } from "./engine.js";
import { SOURCES } from "./engine.js";
import { isNewcomer, isPolite, sourceOfMid, type CameraLimits } from "./rules.js";

export interface LinkContext {
  iceServers: RTCIceServer[];
  iceTransport: RTCIceTransportPolicy;
  me: Peer;
  mayOffer: readonly Source[];
  track(source: Source): MediaStreamTrack | null;
  limits(): CameraLimits;
  send(data: unknown): void;
  changed(): void;
}

interface Description { description: RTCSessionDescriptionInit }
interface Candidate { candidate: RTCIceCandidateInit | null }

const RESTART_AFTER_MS = 4000;

/** One connection between two tabs. Perfect negotiation after the W3C's pattern; three transceivers made
 *  by the newcomer only, so that mute, unmute and screen sharing are `replaceTrack` and never renegotiate. */
export class Link {
  readonly connection: RTCPeerConnection;
  private readonly polite: boolean;
  private readonly transceivers = new Map<Source, RTCRtpTransceiver>();
  private makingOffer = false;
  private ignoringOffer = false;
  private restart: ReturnType<typeof setTimeout> | undefined;
  private queue: Promise<void> = Promise.resolve();

  constructor(them: Peer, private readonly context: LinkContext) {
    this.polite = isPolite(context.me, them);
    this.connection = new RTCPeerConnection({
      iceServers: context.iceServers, iceTransportPolicy: context.iceTransport, bundlePolicy: "max-bundle",
    });
    this.connection.onnegotiationneeded = () => { void this.offer(); };
    this.connection.onicecandidate = ({ candidate }) => { context.send({ candidate: candidate?.toJSON() ?? null }); };
    this.connection.oniceconnectionstatechange = () => { this.iceChanged(); };
    this.connection.onconnectionstatechange = () => { context.changed(); };
    this.connection.ontrack = () => { this.adopt(); context.changed(); };
    if (isNewcomer(context.me, them)) this.makeTransceivers();
  }

  get isUp(): boolean {
    return this.connection.connectionState === "connected";
  }

  get isBroken(): boolean {
    return ["disconnected", "failed"].includes(this.connection.connectionState);
  }

  /** How to show what they send of `source`, or null before the first description. */
  attach(source: Source): Attach | null {
    const track = this.transceivers.get(source)?.receiver.track;
    if (!track) return null;
    return (element) => {
      element.srcObject = new MediaStream([track]);
      return () => { element.srcObject = null; };
    };
  }

  async send(source: Source, track: MediaStreamTrack | null): Promise<void> {
    const sender = this.transceivers.get(source)?.sender;
    if (!sender || this.connection.signalingState === "closed") return;
    await sender.replaceTrack(track);
    if (source === "camera") await this.limit();
  }

  /** Renegotiates only when this attendee became a participant or a viewer. */
  allow(mayOffer: readonly Source[]): void {
    this.context.mayOffer = mayOffer;
    for (const [source, transceiver] of this.transceivers) this.direct(source, transceiver);
  }

  async limit(): Promise<void> {
    const sender = this.transceivers.get("camera")?.sender;
    const parameters = sender?.getParameters();
    const encoding = parameters?.encodings[0];
    if (!sender || !parameters || !encoding) return;
    delete encoding.maxFramerate;
    delete encoding.maxBitrate;
    Object.assign(encoding, this.context.limits());
    // A closed or not yet negotiated sender refuses; the next change of the roster asks again.
    await sender.setParameters(parameters).catch(() => undefined);
  }

  /** Signals are handled one after another: a candidate never overtakes its description. */
  receive(data: unknown): void {
    this.queue = this.queue.then(() => this.handle(data as Partial<Description & Candidate>)).catch(() => undefined);
  }

  restartIce(): void {
    if (this.connection.signalingState !== "closed") this.connection.restartIce();
  }

  /** After the room socket came back: what was said meanwhile may be lost, so say it again. */
  resume(): void {
    const { signalingState, localDescription } = this.connection;
    if (signalingState === "have-local-offer") this.context.send({ description: localDescription });
    else if (!this.isUp) this.restartIce();
  }

  close(): void {
    clearTimeout(this.restart);
    const { connection } = this;
    connection.onnegotiationneeded = connection.onicecandidate = connection.ontrack = null;
    connection.oniceconnectionstatechange = connection.onconnectionstatechange = null;
    connection.close();
  }

  private async offer(): Promise<void> {
    try {
      this.makingOffer = true;
      await this.connection.setLocalDescription();
      this.context.send({ description: this.connection.localDescription });
    } catch {
      // The link was closed meanwhile, or a crossing offer won; either way there is nothing to send.
    } finally {
      this.makingOffer = false;
    }
  }

  private async handle(data: Partial<Description & Candidate>): Promise<void> {
    if (data.description) await this.describe(data.description);
    else if (data.candidate !== undefined && !this.ignoringOffer) {
      await this.connection.addIceCandidate(data.candidate ?? undefined).catch(() => undefined);
    }
  }

  private async describe(description: RTCSessionDescriptionInit): Promise<void> {
    const collision = description.type === "offer" && (this.makingOffer || this.connection.signalingState !== "stable");
    this.ignoringOffer = !this.polite && collision;
    if (this.ignoringOffer) return;
    await this.connection.setRemoteDescription(description);
    this.adopt();
    if (description.type !== "offer") return void this.limit();
    await this.connection.setLocalDescription();
    this.context.send({ description: this.connection.localDescription });
    this.context.changed();
  }

  private makeTransceivers(): void {
    for (const source of SOURCES) {
      const transceiver = this.connection.addTransceiver(source === "mic" ? "audio" : "video", { direction: "recvonly" });
      this.take(source, transceiver);
    }
  }

  /** The older side finds the newcomer's transceivers by their place. */
  private adopt(): void {
    for (const transceiver of this.connection.getTransceivers()) {
      const source = sourceOfMid(transceiver.mid);
      if (source && !this.transceivers.has(source)) this.take(source, transceiver);
    }
  }

  private take(source: Source, transceiver: RTCRtpTransceiver): void {
    this.transceivers.set(source, transceiver);
    this.direct(source, transceiver);
  }

  private direct(source: Source, transceiver: RTCRtpTransceiver): void {
    const sends = this.context.mayOffer.includes(source);
    transceiver.direction = sends ? "sendrecv" : "recvonly";
    void transceiver.sender.replaceTrack(sends ? this.context.track(source) : null).catch(() => undefined);
  }

  private iceChanged(): void {
    clearTimeout(this.restart);
    const state = this.connection.iceConnectionState;
    if (state === "failed") this.restartIce();
    if (state === "failed" || state === "disconnected") {
      this.restart = setTimeout(() => { this.iceChanged(); this.restartIce(); }, RESTART_AFTER_MS);
    }
    this.context.changed();
  }
}
