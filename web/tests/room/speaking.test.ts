import { expect, it } from "vitest";
import { Speaking, type Heard } from "../../src/media/speaking.js";

/** Plays `loudness` every 50 ms for `ms` from `from`; answers with what came of it and when. */
function play(speaking: Speaking, from: number, ms: number, loudness: number): [number, Heard][] {
  const heard: [number, Heard][] = [];
  for (let now = from; now < from + ms; now += 50) {
    const one = speaking.hear(loudness, now);
    if (Object.keys(one).length > 0) heard.push([now, one]);
  }
  return heard;
}

it("a click is not speech", () => {
  const speaking = new Speaking();
  expect([...play(speaking, 0, 150, 0.3), ...play(speaking, 150, 2000, 0)]).toEqual([]);
});

it("speech begins after 200 ms and ends after 800 ms of quiet; its length is that of the sound", () => {
  const speaking = new Speaking();
  expect(play(speaking, 0, 3000, 0.3)).toEqual([[200, { talking: true }]]);
  expect(play(speaking, 3000, 2000, 0.001)).toEqual([[3750, { talking: false, stretch: 2950 }]]);
});

it("a pause for breath does not end it", () => {
  const speaking = new Speaking();
  play(speaking, 0, 1000, 0.3);
  expect([...play(speaking, 1000, 700, 0), ...play(speaking, 1700, 500, 0.3)]).toEqual([]);
  expect(speaking.isTalking).toBe(true);
});

it("exactly the threshold is quiet", () => {
  expect(play(new Speaking(), 0, 2000, 0.02)).toEqual([]);
});

it("a long speech is cut every minute, and no part of it counts twice", () => {
  const speaking = new Speaking();
  const cuts = play(speaking, 0, 150_000, 0.3).flatMap(([, { stretch }]) => stretch ?? []);
  const rest = speaking.stop().stretch ?? 0;
  expect(cuts).toEqual([60_000, 60_000]);
  expect(cuts.reduce((sum, one) => sum + one, rest)).toBe(149_950);
});

it("muting in mid-sentence counts what was said", () => {
  const speaking = new Speaking();
  play(speaking, 0, 1000, 0.3);
  expect(speaking.stop()).toEqual({ talking: false, stretch: 950 });
  expect(speaking.stop()).toEqual({});
});
