import { expect, test, vi } from "vitest";
import { Connections } from "../src/connections.js";

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
