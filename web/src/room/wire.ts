import type { Connection, Person } from "../../../protocol/src/messages.js";
import type { Peer, Wire } from "../media/engine.js";
import type { Session } from "./session.js";

/** The mesh's view of the room: connections instead of people, signals over the room socket. */
export function wireOf(session: Session): Wire {
  return {
    me: () => {
      const { me, people } = session.state;
      const person = people.find(({ attendee }) => attendee === me?.attendee);
      const own = person?.connections.find(({ ref }) => ref === me?.connection);
      return { ref: me?.connection ?? "", since: own?.since ?? 0, role: me?.role ?? "viewer", sends: own?.sends ?? [] };
    },
    peers: () => session.state.people
      .filter(({ attendee }) => attendee !== session.state.me?.attendee)
      .flatMap((person) => person.connections.map((connection) => peerOf(person, connection))),
    send: (to, data) => { session.say({ type: "signal", to, data }); },
    on: (tell) => session.on("down", (down) => { if (down.type === "signal") tell(down.sender, down.data); }),
    onRoster: (tell) => session.on("down", ({ type }) => {
      if (type === "person" || type === "person_left" || type === "welcome") tell();
    }),
  };
}

function peerOf(person: Person, { ref, since, sends }: Connection): Peer {
  return { ref, since, sends, role: person.role };
}
