/**
 * Runs in the page's own world, before the page's scripts. A page notices nothing: constructor and
 * functions stay themselves behind a Proxy, with prototype, name and length. (A wrapper of another
 * shape is known to break call libraries.) It tells only what changed, at most twice a second, never more
 * than a bounded text; what it is told, the page could do itself.
 */
import { Connections, noteScreen } from "./connections.js";
import { jitsiFacts, jitsiHangsUp } from "./platforms/jitsi/runtime.js";
import { FROM_WORLD, LONGEST_TELLING, TO_WORLD, type World } from "./platforms/world.js";

const LOOK_MS = 1000;
/** "Heard just now" is as good as the second, but not worth an event a second. */
const HEARD_STEP_MS = 5000;
const SUM_UP_EVERY = 4;
const LEAST_BETWEEN_MS = 500;

const connections = new Connections();
const handlers = new Map<string, MediaSessionActionHandler>();
let heardAt: number | null = null;
let toldWorld = "";
let toldAt = -LEAST_BETWEEN_MS;
let looks = 0;
let watch: ReturnType<typeof setInterval> | undefined;

function look(): World {
  const now = performance.now();
  const hears = connections.hears();
  if (hears && (heardAt === null || now - heardAt >= HEARD_STEP_MS)) heardAt = now;
  const own = connections.own();
  looks += 1;
  if (looks % SUM_UP_EVERY === 0) connections.sumUp();
  if (own.microphone) connections.listenToMyself(now);
  return {
    calls: connections.count, heardAt, heardEver: heardAt !== null, ...own,
    speaking: own.microphone ? connections.speaks(now) : own.microphone,
    hangup: handlers.has("hangup"), jitsi: jitsiFacts(globalThis, hears),
  };
}

function send(name: string, detail: string): void {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

function tell(): void {
  if (performance.now() - toldAt < LEAST_BETWEEN_MS) return; // the next look tells it
  const told = JSON.stringify(look());
  if (told === toldWorld || told.length > LONGEST_TELLING) return;
  toldWorld = told;
  toldAt = performance.now();
  send(FROM_WORLD, told);
}

function tellAgain(): void {
  toldWorld = "";
  toldAt = -LEAST_BETWEEN_MS;
  tell();
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
      asked.then((stream) => {
        if (name === "getDisplayMedia") noteScreen(stream);
        connections.noteStream(stream);
      }, () => undefined);
      return asked;
    },
  });
}

/** How the page hangs up when the browser's own controls ask it to: kept, and passed on unchanged. */
function hookMediaSession(): void {
  if (typeof MediaSession === "undefined") return;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- the Proxy passes on whatever it is called on
  const original = MediaSession.prototype.setActionHandler;
  MediaSession.prototype.setActionHandler = new Proxy(original, {
    apply(target, on, given: Parameters<typeof original>) {
      Reflect.apply(target, on, given); // an action that this browser does not know throws, as it would without us
      const [action, handler] = given;
      if (handler) handlers.set(action, handler);
      else handlers.delete(action);
      keepLooking();
    },
  });
}

function hangUp(): void {
  if (jitsiHangsUp(globalThis)) return;
  handlers.get("hangup")?.({ action: "hangup" as MediaSessionAction });
}

function listen(): void {
  document.addEventListener(TO_WORLD, (event) => {
    switch ((event as CustomEvent<unknown>).detail) {
      case "tell": tellAgain(); return;
      case "hangup": hangUp(); return;
      case "close": connections.leave(); tellAgain(); return;
    }
  });
}

/** Once in a page: an update of the plugin puts it into open pages again, and this one goes on working there. */
const HERE = Symbol.for("leavethemeeting.hook");
if (!(HERE in document)) {
  Object.defineProperty(document, HERE, { value: true });
  listen();
  hookCalls();
  hookMedia("getUserMedia");
  hookMedia("getDisplayMedia");
  hookMediaSession();
}
