import type { MediaEngine, Ticket, Wire } from "./engine.js";
import { Mesh } from "./mesh.js";

/** The engine a ticket names. Another one is loaded here, lazily, when the service learns to offer it. */
export function engineFor(ticket: Ticket, wire: Wire): MediaEngine {
  if (ticket.engine === "mesh") return new Mesh(wire);
  throw new Error(`This page cannot move media by ${ticket.engine}.`);
}
