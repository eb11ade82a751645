import { Emitter } from "./emitter.js";
import type { Attach, EngineState, MediaEngine, MediaEvents, Peer, Source, Ticket, Totals, Wire } from "./engine.js";
import { SOURCES } from "./engine.js";
import { Link } from "./link.js";
import { cameraLimits, shouldAttach, shouldLink } from "./rules.js";

const PENDING_SIGNALS = 64;

/** Every tab linked to every other, media never touching the service. Who is there comes from the roster. */
export class Mesh extends Emitter<MediaEvents> implements MediaEngine {
  private ticket: Ticket | undefined;
  private readonly links = new Map<string, Link>();
  private readonly tracks = new Map<Source, MediaStreamTrack>();
  private readonly shown = new Map<string, Attach>();
  /** Signals that came before the roster named their sender. */
  private readonly early = new Map<string, unknown[]>();
  private stops: (() => void)[] = [];
  private state: EngineState = "closed";
  private cameras = 0;

  constructor(private readonly wire: Wire) {
    super();
  }

  join(ticket: Ticket): Promise<void> {
    this.ticket = ticket;
    this.stops = [
      this.wire.on((from, data) => { this.receive(from, data); }),
      this.wire.onRoster(() => { this.follow(); }),
    ];
    this.follow();
    return Promise.resolve();
  }

  allow(ticket: Ticket): Promise<void> {
    this.ticket = ticket;
    for (const source of SOURCES) if (!ticket.maySend.includes(source)) this.tracks.delete(source);
    for (const link of this.links.values()) link.allow(ticket.maySend);
    this.follow();
    return Promise.resolve();
  }

  async send(source: Source, track: MediaStreamTrack | null): Promise<void> {
    if (track && !this.ticket?.maySend.includes(source)) return;
    if (track) this.tracks.set(source, track);
    else this.tracks.delete(source);
    await Promise.all([...this.links.values()].map((link) => link.send(source, track)));
  }

  leave(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    this.ticket = undefined; // a link that closes late must not make this engine open new ones
    for (const ref of [...this.links.keys()]) this.drop(ref);
    this.early.clear();
    this.tracks.clear();
    this.tell("closed");
    return Promise.resolve();
  }

  resume(): void {
    for (const link of this.links.values()) link.resume();
  }

  async totals(): Promise<Totals> {
    const totals: Totals = { links: 0, relayed: 0, framesDecoded: 0, totalAudioEnergy: 0, bytesReceived: 0, bytesSent: 0 };
    for (const link of this.links.values()) {
      if (link.isUp) totals.links += 1;
      const reports = [...(await link.connection.getStats()).values() as Iterable<Record<string, unknown>>];
      for (const report of reports) addReport(totals, report);
      if (link.isUp && isRelayed(reports)) totals.relayed += 1;
    }
    return totals;
  }

  /** Bring the links in line with the roster: new ones, gone ones, and what of them is to be shown. */
  private follow(): void {
    if (!this.ticket) return;
    const me = this.wire.me();
    const wanted = new Map(this.wire.peers().filter((peer) => shouldLink(me, peer)).map((peer) => [peer.ref, peer]));
    for (const ref of [...this.links.keys()]) if (!wanted.has(ref)) this.drop(ref);
    for (const peer of wanted.values()) {
      if (!this.links.has(peer.ref)) this.open(peer, me);
      this.show(peer);
    }
    this.countCameras(me);
    this.report();
  }

  private open(peer: Peer, me: Peer): void {
    const ticket = this.ticket;
    if (!ticket) return;
    const link = new Link(peer, {
      iceServers: ticket.iceServers,
      iceTransport: ticket.iceTransport,
      me,
      mayOffer: ticket.maySend,
      track: (source) => this.tracks.get(source) ?? null,
      limits: () => cameraLimits(this.cameras, this.tracks.get("camera")?.getSettings().height ?? 0),
      send: (data) => { this.wire.send(peer.ref, data); },
      changed: () => { this.follow(); },
    });
    this.links.set(peer.ref, link);
    for (const data of this.early.get(peer.ref) ?? []) link.receive(data);
    this.early.delete(peer.ref);
  }

  private drop(ref: string): void {
    this.links.get(ref)?.close();
    this.links.delete(ref);
    for (const source of SOURCES) this.hide(ref, source);
  }

  private show(peer: Peer): void {
    for (const source of SOURCES) {
      const attach = shouldAttach(peer, source) ? this.links.get(peer.ref)?.attach(source) : null;
      if (!attach) this.hide(peer.ref, source);
      else if (!this.shown.has(peer.ref + source)) {
        this.shown.set(peer.ref + source, attach);
        this.emit("media", { peer: peer.ref, source, attach });
      }
    }
  }

  private hide(ref: string, source: Source): void {
    if (this.shown.delete(ref + source)) this.emit("media", { peer: ref, source, attach: null });
  }

  private receive(from: string, data: unknown): void {
    const link = this.links.get(from);
    if (link) { link.receive(data); return; }
    const early = this.early.get(from) ?? [];
    if (early.length < PENDING_SIGNALS) this.early.set(from, [...early, data]);
  }

  private countCameras(me: Peer): void {
    const all = [me, ...this.wire.peers()];
    const cameras = all.filter((peer) => peer.role === "participant" && peer.sends.includes("camera")).length;
    if (cameras === this.cameras) return;
    this.cameras = cameras;
    for (const link of this.links.values()) void link.limit();
  }

  private report(): void {
    const links = [...this.links.values()];
    if (links.some((link) => link.isBroken)) this.tell("reconnecting");
    else this.tell(links.every((link) => link.isUp) ? "connected" : "connecting");
  }

  private tell(state: EngineState): void {
    if (state === this.state) return;
    this.state = state;
    this.emit("state", state);
  }
}

function addReport(totals: Totals, report: Record<string, unknown>): void {
  const number = (key: string): number => typeof report[key] === "number" ? report[key] : 0;
  if (report["type"] === "inbound-rtp") {
    totals.framesDecoded += number("framesDecoded");
    totals.totalAudioEnergy += number("totalAudioEnergy");
    totals.bytesReceived += number("bytesReceived");
  }
  if (report["type"] === "outbound-rtp") totals.bytesSent += number("bytesSent");
}

/** Whether the chosen way begins or ends at a TURN server. */
function isRelayed(reports: readonly Record<string, unknown>[]): boolean {
  const found = (id: unknown): Record<string, unknown> | undefined => reports.find((report) => report["id"] === id);
  const transport = reports.find(({ type }) => type === "transport");
  const pair = found(transport?.["selectedCandidatePairId"]);
  return [pair?.["localCandidateId"], pair?.["remoteCandidateId"]].some((id) => found(id)?.["candidateType"] === "relay");
}
