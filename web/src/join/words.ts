/** Every sentence of the join page's script, in one place, so that a translation replaces one file. */
import type { DeviceTrouble } from "../media/devices.js";
import type { Verdict } from "./network.js";

type Input = "mic" | "camera";

const NAMES: Record<Input, string> = { mic: "microphone", camera: "camera" };

export const words = {
  intro: "Try them here. Sound and picture stay in this page until you enter.",
  toggle: {
    mic: { turnOn: "Turn the microphone on", turnOff: "Turn the microphone off" },
    camera: { turnOn: "Turn the camera on", turnOff: "Turn the camera off" },
  },
  cameraOff: "The camera is off",
  choose: { mic: "Microphone", camera: "Camera" },
  unnamed: (input: Input, number: number) => `${input === "mic" ? "Microphone" : "Camera"} ${number}`,
  level: "How loud your microphone is",
  speak: "Say something: the bar moves when we hear you.",
  preview: "Your camera, as only you see it",
  kept: "You enter with what is on here. You can change it in the room.",

  insecure:
    "Browsers hand out microphone and camera only over HTTPS, and this page came over plain HTTP. "
    + "Ask the provider for an address that begins with https://, or use http://localhost on the server itself. "
    + "You can enter, read, write and raise a hand all the same.",
  trouble: (trouble: DeviceTrouble, input: Input) => {
    const sentences: Record<DeviceTrouble, string> = {
      insecure: "",
      denied: `Your browser has refused the ${NAMES[input]}. Allow it in the address bar, then try again.`,
      none: `No ${NAMES[input]} was found. Plug one in, then try again.`,
      busy: `Another program is using the ${NAMES[input]}. Close it there, then try again.`,
      cancelled: "",
      unsupported: `This browser could not start the ${NAMES[input]}.`,
    };
    return sentences[trouble];
  },

  network: {
    check: "Check the connection",
    again: "Check again",
    checking: "Checking…",
    verdict: (verdict: Verdict) => ({
      good: "Your connection is good.",
      slow: "Your connection is slow: speech may come late.",
      poor: "Your connection loses much. Move closer to the router, or enter without camera.",
      none: "We get no answer from the service. Check your network, then try again.",
    })[verdict],
    figures: (median: number, lost: number, tries: number) =>
      `Answers take ${Math.round(median)} ms (the middle of ${tries} tries), ${lost === 0 ? "none is lost" : `${lost} of ${tries} are lost`}.`,
    noRtc: "This browser cannot send sound and picture to others. Chat and everything else works.",
    direct: (count: number) => count > 0
      ? "This browser is ready to connect to the others directly."
      : "This browser found no way to connect to the others. A firewall or an extension may block it; chat works all the same.",
    reflected: "It can be reached from outside your network.",
    hidden: "It could not find out how it is reached from outside your network.",
    noHelp: "This service has no STUN or TURN server. In the same network sound and picture connect; across strict firewalls they may not.",
    relayOnly: "Here all sound and picture go through this service's relay, so the others do not learn your address.",
    relay: "Where a direct way is blocked, this service relays.",
  },

  zone: (zone: string) => `your time, ${zone}`,
  openNow: "The meeting is open. Going on…",
  waiting: "This page looks by itself every few seconds and goes on when the meeting opens.",
};
