import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Peer, Wire } from "../../src/media/engine.js";
import { Mesh } from "../../src/media/mesh.js";

/** As much of a browser's connection as a mesh touches before the first description. */
class Connection {
  static made: Connection[] = [];
  connectionState = "new";
  iceConnectionState = "new";
  oniceconnectionstatechange: (() => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  constructor() { Connection.made.push(this); }
  getTransceivers(): [] { return []; }
  close(): void {
    this.connectionState = this.iceConnectionState = "closed";
    this.oniceconnectionstatechange?.();
    this.onconnectionstatechange?.();
  }
}

const ME: Peer = { ref: "a", since: 1, role: "participant", sends: [] };
const THEM: Peer = { ref: "b", since: 2, role: "participant", sends: [] };
const nothing = (): void => undefined;
const wire: Wire = { me: () => ME, peers: () => [THEM], send: nothing, on: () => nothing, onRoster: () => nothing };

beforeEach(() => { Connection.made = []; vi.stubGlobal("RTCPeerConnection", Connection); });
afterEach(() => { vi.unstubAllGlobals(); });

it("an engine that was left opens no link again, whatever its closing connections still say", async () => {
  const mesh = new Mesh(wire);
  await mesh.join({ engine: "mesh", iceServers: [], iceTransport: "all", maySend: [] });
  expect(Connection.made).toHaveLength(1);
  const changed = Connection.made[0]?.oniceconnectionstatechange;
  await mesh.leave();
  changed?.();
  expect(Connection.made).toHaveLength(1);
  expect(await mesh.totals()).toMatchObject({ links: 0 });
});
