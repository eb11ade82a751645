/**
 * Runs in the page's own world, before the page's scripts. A page notices nothing: constructor and
 * functions stay themselves behind a Proxy, with prototype, name and length. (A wrapper of another
 * shape is known to break call libraries.)
 */
import { Connections } from "./connections.js";
import { ASK_HOOK, FROM_HOOK, TO_HOOK } from "./messages.js";

const LOOK_MS = 1000;
const connections = new Connections();
let told = 0;
let watch: ReturnType<typeof setInterval> | undefined;

function tell(): void {
  const { count } = connections;
  if (count === told) return;
  told = count;
  document.dispatchEvent(new CustomEvent(FROM_HOOK, { detail: String(Math.min(count, 999)) }));
}

// A page that closes its own call gets no event for it, so somebody has to look.
function keepLooking(): void {
  watch ??= setInterval(tell, LOOK_MS);
}

function hookCalls(): void {
  if (typeof RTCPeerConnection === "undefined") return;
  const original = RTCPeerConnection;
  const hooked = new Proxy(original, {
    construct(target, given, made) {
      const call = Reflect.construct(target, given, made) as RTCPeerConnection;
      connections.noteCall(call);
      call.addEventListener("connectionstatechange", tell);
      keepLooking();
      return call;
    },
  });
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) {
    if (name in globalThis) Object.defineProperty(globalThis, name, { value: hooked, writable: true, configurable: true });
  }
  Object.defineProperty(original.prototype, "constructor", { value: hooked, writable: true, configurable: true });
}

function hookMedia(name: "getUserMedia" | "getDisplayMedia"): void {
  if (typeof MediaDevices === "undefined" || !(name in MediaDevices.prototype)) return;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- the Proxy passes on whatever it is called on
  const original = MediaDevices.prototype[name];
  MediaDevices.prototype[name] = new Proxy(original, {
    apply(target, on, given) {
      const asked = Reflect.apply(target, on, given) as Promise<MediaStream>;
      asked.then((stream) => { connections.noteStream(stream); }, () => undefined);
      return asked;
    },
  });
}

document.addEventListener(ASK_HOOK, () => {
  told = 0;
  tell();
});
hookCalls();
hookMedia("getUserMedia");
hookMedia("getDisplayMedia");
document.addEventListener(TO_HOOK, () => {
  connections.leave();
  tell();
});
