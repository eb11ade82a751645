import type { Source } from "./engine.js";

export type DeviceTrouble = "insecure" | "denied" | "none" | "busy" | "cancelled" | "unsupported";

export class NoDevice extends Error {
  constructor(readonly trouble: DeviceTrouble, readonly source: Source) {
    super(trouble);
  }
}

/** How large and how often; the page's configuration may lower it. */
export interface CameraWish {
  width: number;
  height: number;
  frameRate: number;
}

export const CAMERA: CameraWish = { width: 640, height: 360, frameRate: 24 };

export interface DeviceChoice {
  micId: string;
  cameraId: string;
}

/** One track of `source`. Raises NoDevice, whose `trouble` is a code for the page's own words. */
export async function open(source: Source, choice: DeviceChoice, camera: CameraWish): Promise<MediaStreamTrack> {
  // Undefined outside a secure context, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new NoDevice("insecure", source);
  try {
    const track = (await ask(devices, source, choice, camera)).getTracks()[0];
    if (!track) throw new NoDevice("none", source);
    return track;
  } catch (error) {
    throw error instanceof NoDevice ? error : new NoDevice(troubleOf(error, source), source);
  }
}

function ask(devices: MediaDevices, source: Source, choice: DeviceChoice, camera: CameraWish): Promise<MediaStream> {
  if (source === "screen") return devices.getDisplayMedia({ video: { frameRate: 15 }, audio: false });
  if (source === "mic") {
    const wish = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    return devices.getUserMedia({ audio: { ...wish, ...exactly(choice.micId) } });
  }
  return devices.getUserMedia({ video: { ...camera, ...exactly(choice.cameraId) } });
}

/** Ideal, not exact: a device that was unplugged since must not keep anybody out. */
function exactly(deviceId: string): { deviceId?: { ideal: string } } {
  return deviceId ? { deviceId: { ideal: deviceId } } : {};
}

export function troubleOf(error: unknown, source: Source): DeviceTrouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return source === "screen" ? "cancelled" : "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "unsupported";
}

export function canShareScreen(): boolean {
  return typeof (navigator.mediaDevices as MediaDevices | undefined)?.getDisplayMedia === "function";
}

export interface Devices {
  mics: MediaDeviceInfo[];
  cameras: MediaDeviceInfo[];
}

export async function list(): Promise<Devices> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const all = devices ? await devices.enumerateDevices() : [];
  return {
    mics: all.filter(({ kind }) => kind === "audioinput"),
    cameras: all.filter(({ kind }) => kind === "videoinput"),
  };
}
