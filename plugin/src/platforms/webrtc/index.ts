/** Any page that holds a call between browsers: known by its connections alone. Who is there, it does not tell. */
import { known, NOT_HERE } from "../../../../protocol/src/leaving/signals.js";
import type { Adapter } from "../adapter.js";
import { plainAddress } from "../addresses.js";
import { ALONE, placeOf, readings, selfOf } from "../readings.js";
import { lowerWays } from "../ways.js";

export const webrtc: Adapter = {
  name: "webrtc",
  recognises: ({ world }) => (world?.calls ?? 0) > 0,
  read: (look) => readings(look, {
    place: !look.world ? placeOf(look, {}) : known(look.world.calls > 0 ? "call" : "over", look.now.mono, "connections", ALONE),
    othersCount: NOT_HERE, people: NOT_HERE, self: selfOf(look, {}, "connections"),
    acts: { hand: NOT_HERE, wrote: NOT_HERE, reacted: NOT_HERE },
    title: look.document.title.trim() || null,
  }),
  ways: lowerWays,
  say: () => false,
  callAddress: plainAddress,
};
