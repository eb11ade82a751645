import { CAMERA, type CameraWish } from "../media/devices.js";

/** What the page shell tells the room, as JSON in `<script type="application/json" id="room-config">`. */
export interface RoomConfig {
  ticketUrl: string;
  /** Where the WebSocket is, as a path of this origin. */
  socketPath: string;
  /** Where to go after leaving. */
  leftUrl: string;
  /** The meeting's join page, for coming in again; empty when there is none. */
  joinUrl: string;
  signInUrl: string;
  /** The privacy policy, for the panel that says what is recorded. */
  privacyUrl: string;
  iconsUrl: string;
  csrf: string;
  title: string;
  /** How many days the host keeps the record; null when the shell does not say. */
  keptDays: number | null;
  camera: CameraWish;
}

const DEFAULTS: RoomConfig = {
  ticketUrl: "", socketPath: "/realtime/room", leftUrl: "/", joinUrl: "", signInUrl: "/accounts/login/", privacyUrl: "/privacy/",
  iconsUrl: "/static/shared/icons.svg", csrf: "", title: "", keptDays: null, camera: CAMERA,
};

export function readConfig(document: Document): RoomConfig {
  const text = document.getElementById("room-config")?.textContent ?? "{}";
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  return { ...DEFAULTS, ...(meta ? { csrf: meta } : {}), ...(JSON.parse(text) as Partial<RoomConfig>) };
}

/** What was chosen on the join page, for this tab. */
export interface JoinChoice {
  mic: boolean;
  camera: boolean;
  micId: string;
  cameraId: string;
}

export function readJoinChoice(storage: Storage): JoinChoice {
  const nothing: JoinChoice = { mic: false, camera: false, micId: "", cameraId: "" };
  try {
    return { ...nothing, ...(JSON.parse(storage.getItem("ltm.join") ?? "{}") as Partial<JoinChoice>) };
  } catch {
    return nothing;
  }
}

export function keepJoinChoice(storage: Storage, choice: JoinChoice): void {
  storage.setItem("ltm.join", JSON.stringify(choice));
}
