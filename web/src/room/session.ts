import type { Denied, Down, Refused, Up } from "../../../protocol/src/messages.js";
import { Emitter } from "../media/emitter.js";
import { delay } from "./backoff.js";
import { Declarations, type Declared } from "./declarations.js";
import { Outbox, type Recorded } from "./outbox.js";
import { EMPTY, reduce, type Local, type RoomState } from "./state.js";
import type { TicketAnswer } from "./ticket.js";

export type Phase =
  | { name: "connecting" }
  | { name: "in" }
  | { name: "reconnecting"; offline: boolean }
  | { name: "waiting"; since: number }
  | { name: "denied"; code: Denied["code"]; message: string }
  | { name: "closed"; reason: string; message: string }
  | { name: "left" };

export interface SessionEvents {
  changed: RoomState;
  phase: Phase;
  down: Down;
  refused: { message: Recorded; code: Refused["code"]; why: string };
}

/** What the session needs of the outside; the tests bring their own. */
export interface Outside {
  ticket(): Promise<TicketAnswer>;
  socket(): WebSocket;
  newId(): string;
  now(): number;
  random(): number;
  online(): boolean;
}

/** Codes that say nothing about this person: the same tab tries again without a word. */
const PASSING = new Set<Denied["code"]>(["bad_ticket", "restarting", "too_fast"]);
const BAD_TICKETS = 3;
const UNANSWERED_MS = 8000;
const SLEPT_MS = 15_000;
const LOOK_AGAIN_MS = 10_000;
const LEAVE_WAITS_MS = 1500;
const PACE_MS = 1100; // the service takes one chat message a second from whoever has used up their burst

/** The room socket's life: ticket, hello, state, and coming back by itself with what was not acknowledged. */
export class Session extends Emitter<SessionEvents> {
  state: RoomState = EMPTY;
  phase: Phase = { name: "connecting" };
  private readonly outbox = new Outbox();
  private readonly declarations = new Declarations();
  private socket: WebSocket | undefined;
  private attempt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;
  private watchedAt = 0;
  private opening = 0;
  private pace: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly outside: Outside) {
    super();
  }

  start(): void {
    this.watchedAt = this.outside.now();
    this.watch ??= setInterval(() => { this.look(); }, 1000);
    void this.connect();
  }

  get unacknowledged(): number {
    return this.outbox.size;
  }

  /** Recorded by the service: kept and sent again until it is acknowledged. Answers with its id. */
  record(message: Recorded): string {
    this.outbox.add(message);
    this.declarations.note(message);
    this.flush();
    return message.id;
  }

  /** Not recorded (signals, the talking glow): worthless after a reconnect, so dropped without a socket. */
  say(message: Extract<Up, { type: "signal" | "talking" }>): void {
    if (this.phase.name === "in") this.transmit(message);
  }

  chat(text: string): void {
    const id = this.record({ type: "chat", id: this.outside.newId(), text });
    const me = this.state.people.find(({ attendee }) => attendee === this.state.me?.attendee);
    const at = this.outside.now() + this.state.clockAhead;
    this.apply({ type: "wrote", line: { id, attendee: me?.attendee ?? "", name: me?.name ?? "", text, at } });
  }

  declare(what: Declared, on: boolean): void {
    this.record(this.declarations.message(what, on, this.outside.newId()));
  }

  apply(message: Down | Local): void {
    this.state = reduce(this.state, message, this.outside.now());
    this.emit("changed", this.state);
  }

  /** Out for good. Waits for the acknowledgement, but not for ever: leaving must always work. */
  async leave(reason = "left"): Promise<void> {
    const id = this.record({ type: "leave", id: this.outside.newId(), reason });
    await new Promise<void>((done) => {
      const stop = this.on("down", (down) => { if (("id" in down && down.id === id) || down.type === "closed") done(); });
      setTimeout(() => { stop(); done(); }, this.phase.name === "in" ? LEAVE_WAITS_MS : 0);
    });
    this.finish({ name: "left" });
  }

  /** The network or the machine came back: look at once instead of waiting for the next attempt. */
  wake(): void {
    if (this.isOver || this.phase.name === "in" || this.phase.name === "waiting") return;
    this.attempt = 0;
    void this.connect();
  }

  /** The person asked to try again after being turned away. */
  again(): void {
    this.enter({ name: "connecting" });
    this.attempt = 0;
    this.start();
  }

  get isOver(): boolean {
    return ["denied", "closed", "left"].includes(this.phase.name) && this.retry === undefined;
  }

  private async connect(): Promise<void> {
    clearTimeout(this.retry);
    this.retry = undefined;
    const opening = ++this.opening;
    this.drop();
    const answer = await this.outside.ticket();
    if (opening !== this.opening) return;
    if (answer.kind === "try_again") { this.later(); return; }
    if (answer.kind === "no") { this.deny({ type: "denied", retry_after_ms: null, ...answer }); return; }
    this.open(answer.ticket);
  }

  private open(ticket: string): void {
    const socket = this.socket = this.outside.socket();
    socket.onopen = () => {
      this.transmit({ type: "hello", ticket, resumes: this.state.me?.connection ?? "" });
    };
    socket.onmessage = ({ data }) => { if (socket === this.socket) this.receive(JSON.parse(String(data)) as Down); };
    socket.onclose = () => { if (socket === this.socket) this.later(); };
  }

  private receive(down: Down): void {
    switch (down.type) {
      case "welcome": this.welcome(down); return;
      case "in_waiting_room": this.apply(down); this.enter({ name: "waiting", since: down.since }); this.attempt = 0; return;
      case "denied": this.deny(down); return;
      case "closed": this.emit("down", down); this.finish({ name: "closed", reason: down.reason, message: down.message }); return;
      case "ack": this.outbox.settle(down.id); break;
      case "refused": this.refused(down); if (down.code === "too_fast") return; break;
    }
    this.apply(down);
    if (down.type === "you_may") this.declarations.limit(down.media.maySend);
    if (down.type === "person") this.declarations.follow(this.state, this.outbox.all());
    this.emit("down", down);
  }

  private refused(down: Extract<Down, { type: "refused" }>): void {
    if (down.code === "too_fast" && this.outbox.hold(down.id)) { this.slowDown(); return; }
    const message = this.outbox.settle(down.id);
    if (!message) return;
    this.declarations.withdraw(message);
    this.emit("refused", { message, code: down.code, why: down.message });
  }

  private welcome(down: Extract<Down, { type: "welcome" }>): void {
    const returning = this.state.me !== null;
    this.attempt = 0;
    this.apply(down);
    this.outbox.rewind();
    if (returning) {
      const missing = this.declarations.missing(this.state, this.outbox.all());
      for (const [what, on] of missing) this.outbox.add(this.declarations.message(what, on, this.outside.newId()));
    }
    this.enter({ name: "in" });
    this.flush();
    this.declarations.follow(this.state, this.outbox.all());
    this.emit("down", down);
  }

  private deny(down: Denied): void {
    const phase: Phase = { name: "denied", code: down.code, message: down.message };
    const passing = PASSING.has(down.code) && !(down.code === "bad_ticket" && this.attempt >= BAD_TICKETS);
    const after = down.retry_after_ms ?? (down.code === "not_open" ? LOOK_AGAIN_MS : undefined);
    if (!passing && after === undefined) { this.finish(phase); return; }
    this.drop();
    if (!passing) this.enter(phase);
    this.later(after);
  }

  private later(after?: number): void {
    if (this.phase.name === "left" || this.phase.name === "closed") return;
    this.drop();
    if (this.phase.name !== "denied") this.enter(this.state.me ? { name: "reconnecting", offline: !this.outside.online() } : this.phase);
    const wait = after ?? delay(this.attempt, this.outside.random());
    this.attempt += 1;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => { void this.connect(); }, wait);
  }

  /** Once a second: a message that nobody answers, or a machine that slept, means the socket is dead. */
  private look(): void {
    const now = this.outside.now();
    const slept = now - this.watchedAt > SLEPT_MS;
    this.watchedAt = now;
    if (this.phase.name !== "in") { if (slept) this.wake(); return; }
    const oldest = this.outbox.oldestSent();
    if (slept || (oldest !== null && now - oldest > UNANSWERED_MS)) {
      this.enter({ name: "reconnecting", offline: !this.outside.online() });
      void this.connect();
    }
  }

  private flush(): void {
    if (this.phase.name !== "in") return;
    for (const message of this.outbox.unsent()) if (!this.pace || message.type !== "chat") this.post(message);
  }

  private post(message: Recorded): void {
    if (this.transmit(message)) this.outbox.markSent(message.id, this.outside.now());
  }

  /** After an outage much may wait to be sent: what was too fast goes one by one, in its order, until none is left. */
  private slowDown(): void {
    this.pace ??= setTimeout(() => {
      this.pace = undefined;
      const [first, ...more] = this.outbox.unsent();
      if (first && this.phase.name === "in") this.post(first);
      if (more.length > 0) this.slowDown();
    }, PACE_MS);
  }

  private transmit(message: Up): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private finish(phase: Phase): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    clearInterval(this.watch);
    this.watch = undefined;
    clearTimeout(this.pace);
    this.pace = undefined;
    this.opening += 1;
    this.enter(phase);
    this.drop();
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    this.emit("phase", phase);
  }
}
