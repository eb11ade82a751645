/** The seam between the room and whatever moves its media. Presence, chat, hands, reactions and roles
 *  never pass here: they are on the room socket. An engine hands out *attach* functions, not tracks,
 *  because some engines only send a picture once it is shown. */
export type Source = "mic" | "camera" | "screen";

export const SOURCES: readonly Source[] = ["mic", "camera", "screen"];

/** From the service, per attendee and per entrance. `maySend` is empty for a viewer. */
export interface Ticket {
  engine: "mesh" | "livekit" | "janus";
  url?: string;
  token?: string;
  iceServers: RTCIceServer[];
  /** `relay`: only through a TURN server, never straight from browser to browser. */
  iceTransport: RTCIceTransportPolicy;
  maySend: Source[];
}

/** Shows (or sounds) one source in `element`; the answer undoes it. */
export type Attach = (element: HTMLMediaElement) => () => void;

export interface MediaEvents {
  /** `attach` is null when that peer stopped sending that source. */
  media: { peer: string; source: Source; attach: Attach | null };
  state: EngineState;
}

export type EngineState = "connecting" | "connected" | "reconnecting" | "closed";

export interface MediaEngine {
  join(ticket: Ticket): Promise<void>;
  /** The service changed what this attendee may send. */
  allow(ticket: Ticket): Promise<void>;
  /** `null` stops sending that source. */
  send(source: Source, track: MediaStreamTrack | null): Promise<void>;
  /** The room socket came back after a drop: signals may have been lost on the way. */
  resume(): void;
  leave(): Promise<void>;
  on<K extends keyof MediaEvents>(type: K, tell: (event: MediaEvents[K]) => void): () => void;
  /** What was measured so far; for the room's own facts and for tests. */
  totals(): Promise<Totals>;
}

export interface Totals {
  links: number;
  /** Links whose media goes through a TURN server. */
  relayed: number;
  framesDecoded: number;
  totalAudioEnergy: number;
  bytesReceived: number;
  bytesSent: number;
}

/** One connection of the room, as the service's roster tells it. */
export interface Peer {
  ref: string;
  /** Milliseconds, by the service's clock, when it entered. */
  since: number;
  role: "participant" | "viewer";
  sends: readonly Source[];
}

/** What the mesh alone needs of the room socket. */
export interface Wire {
  /** This tab's own entry in the roster. */
  me(): Peer;
  /** Everybody else's connections; not this attendee's other tabs. */
  peers(): readonly Peer[];
  send(to: string, data: unknown): void;
  on(tell: (from: string, data: unknown) => void): () => void;
  onRoster(tell: () => void): () => void;
}
