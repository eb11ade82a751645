/** What the two tones are made of; that they are heard in a real page: tests/journeys/test_plugin_countdown.py. */
import { expect, test, vi } from "vitest";
import { chime } from "../../src/page/chime.js";

class Tone {
  static readonly all: { frequency: number; from: number; to: number; into: unknown }[] = [];
  private from = 0;
  private into: unknown = null;
  constructor(_context: unknown, private readonly given: { frequency: number }) {}
  connect(into: unknown): void { this.into = into; }
  start(at: number): void { this.from = at; }
  stop(at: number): void { Tone.all.push({ frequency: this.given.frequency, from: this.from, to: at, into: this.into }); }
}

test("two tones, the second higher, one after the other and soft; then the page's sound is let go", () => {
  vi.useFakeTimers();
  const close = vi.fn(() => Promise.resolve());
  const volumes: { gain: number; to: unknown }[] = [];
  const speakers = {};
  vi.stubGlobal("AudioContext", class { readonly currentTime = 5; readonly destination = speakers; readonly close = close; });
  vi.stubGlobal("OscillatorNode", Tone);
  vi.stubGlobal("GainNode", class {
    constructor(_context: unknown, readonly given: { gain: number }) {}
    connect(to: unknown): void { volumes.push({ gain: this.given.gain, to }); }
  });
  chime();
  const [first, second] = Tone.all;
  expect(Tone.all).toHaveLength(2);
  expect(second?.frequency).toBeGreaterThan(first?.frequency ?? Infinity);
  expect(second?.from).toBeGreaterThanOrEqual(first?.to ?? Infinity);
  expect(volumes).toEqual([{ gain: expect.any(Number) as number, to: speakers }]);
  expect(volumes[0]?.gain).toBeLessThan(0.2);
  expect(close).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(close).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});

test("a page that may not sound yet stays silent, and nothing breaks", () => {
  vi.stubGlobal("AudioContext", function () { throw new DOMException("not allowed"); });
  expect(() => { chime(); }).not.toThrow();
  vi.unstubAllGlobals();
});
