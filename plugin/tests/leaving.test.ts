import { beforeEach, expect, test, vi } from "vitest";
import { Connections } from "../src/connections.js";
import { Countdown } from "../src/countdown.js";

const track = () => ({ stop: vi.fn() });

function call(connectionState: string, ...tracks: ReturnType<typeof track>[]) {
  const closed = vi.fn();
  const made = {
    connectionState,
    close: () => { closed(); made.connectionState = "closed"; },
    getSenders: () => [...tracks.map((one) => ({ track: one })), { track: null }],
  };
  return { made: made as unknown as RTCPeerConnection, closed };
}

test("leaving closes every call and stops what is sent and what was only opened", () => {
  const [sent, opened] = [track(), track()];
  const [one, two, probe] = [call("connected", sent), call("connecting"), call("new")];
  const connections = new Connections();
  for (const { made } of [one, two, probe]) connections.noteCall(made);
  connections.noteStream({ getTracks: () => [opened] } as unknown as MediaStream);
  expect(connections.count).toBe(2);
  expect(connections.leave()).toBe(2);
  expect(connections.count).toBe(0);
  for (const { closed } of [one, two, probe]) expect(closed).toHaveBeenCalledOnce();
  for (const made of [sent, opened]) expect(made.stop).toHaveBeenCalledOnce();
});

test("a call that is closed already is left alone", () => {
  const over = call("closed");
  const connections = new Connections();
  connections.noteCall(over.made);
  expect(connections.leave()).toBe(0);
  expect(over.closed).not.toHaveBeenCalled();
});

const moved = vi.fn();
const over = vi.fn();
beforeEach(() => { vi.useFakeTimers(); moved.mockClear(); over.mockClear(); });

test("three seconds are counted, then it is over, once", () => {
  const countdown = new Countdown(moved, over);
  countdown.start();
  countdown.start();
  vi.advanceTimersByTime(2999);
  expect(over).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5000);
  expect(moved.mock.calls.flat()).toEqual([3, 2, 1, null]);
  expect(over).toHaveBeenCalledOnce();
});

test("staying ends it for good", () => {
  const countdown = new Countdown(moved, over);
  countdown.start();
  vi.advanceTimersByTime(2999);
  countdown.undo();
  vi.advanceTimersByTime(60_000);
  expect(over).not.toHaveBeenCalled();
  expect(countdown.isCounting).toBe(false);
});
