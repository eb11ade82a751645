/**
 * Jitsi's own runtime, in the page's world: `APP.conference` and the store's participants. Names as in jitsi-meet
 * react/features/base/participants/reducer.ts@0ff44a2. Self-hosters change things: whatever is missing, there are no facts.
 */
import { MOST_OTHERS, type JitsiFacts } from "../world.js";

interface Participant {
  id?: unknown;
  name?: unknown;
  role?: unknown;
  fakeParticipant?: unknown;
  raisedHandTimestamp?: unknown;
}

interface Runtime {
  conference: { isJoined(): unknown; hangup(feedback: boolean): unknown };
  store: { getState(): Record<string, unknown> };
}

function runtime(world: object): Runtime | null {
  const app = (world as { APP?: Partial<Runtime> }).APP;
  return typeof app?.conference?.isJoined === "function" && typeof app.store?.getState === "function" ? app as Runtime : null;
}

/** `hears`: there is remote sound at this moment. The dominant speaker keeps that name also in silence. */
export function jitsiFacts(world: object, hears: boolean): JitsiFacts | null {
  const app = runtime(world);
  if (!app) return null;
  try {
    const state = app.store.getState()["features/base/participants"] as
      { local?: Participant; remote?: Map<string, Participant>; dominantSpeaker?: unknown; raisedHandsQueue?: { id?: unknown }[] } | undefined;
    const hands = new Set((state?.raisedHandsQueue ?? []).map(({ id }) => id));
    const person = (one: Participant) => ({
      id: text(one.id), name: text(one.name), host: one.role === "moderator", hand: hands.has(one.id) || Boolean(one.raisedHandTimestamp),
    });
    const remote = [...(state?.remote?.values() ?? [])];
    return {
      joined: app.conference.isJoined() === true,
      me: state?.local ? person(state.local) : null,
      others: remote.slice(0, MOST_OTHERS).map((one) => ({
        ...person(one), speaks: hears && one.id === state?.dominantSpeaker, share: Boolean(one.fakeParticipant),
      })),
      ...(remote.length > MOST_OTHERS ? { total: remote.filter(({ fakeParticipant }) => !fakeParticipant).length } : {}),
    };
  } catch {
    return null;
  }
}

/** Only this member goes; the conference's end for all is another function. */
export function jitsiHangsUp(world: object): boolean {
  const app = runtime(world);
  if (!app || typeof app.conference.hangup !== "function") return false;
  void app.conference.hangup(false);
  return true;
}

function text(given: unknown): string {
  return typeof given === "string" ? given.slice(0, 100) : "";
}
