import type { Kind } from "./messages.js";

/** What the frames of a tab hold, by the frame's number. */
export type Frames = Record<string, Kind>;

/** Our room goes before a call: its own button leaves the call, too. */
export function whole(frames: Frames): Kind {
  const kinds = Object.values(frames);
  return kinds.includes("room") ? "room" : kinds.includes("call") ? "call" : "none";
}

/** `frames` after one of them told anew. */
export function after(frames: Frames, frame: number, kind: Kind): Frames {
  const rest = Object.fromEntries(Object.entries(frames).filter(([one]) => one !== String(frame)));
  return kind === "none" ? rest : { ...rest, [frame]: kind };
}

const GREEN = "#00794a";
const AMBER = "#8f5600";

/** The door's badge: a light while there is a way out, the seconds while it counts, a mark before the first page is passed. */
export function badge(kind: Kind, seconds: number | null, isOn: boolean): { text: string; color: string } {
  if (!isOn) return { text: "!", color: AMBER };
  if (seconds !== null) return { text: String(seconds), color: AMBER };
  return { text: kind === "none" ? "" : "●", color: GREEN };
}
