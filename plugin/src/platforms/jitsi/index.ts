/** Jitsi Meet on any host: by its own runtime, and by its page where the runtime is out of reach. */
import { known, NOT_FOUND, type People, type Person, type Place, type Reading, type Self } from "../../../../protocol/src/leaving/signals.js";
import type { Adapter, Look, Way } from "../adapter.js";
import { plainAddress } from "../addresses.js";
import { all, has, isOffered, isOneOf, label, numberIn, plain, says } from "../page.js";
import { agree, AGREED, ALONE, counted, DISAGREE, NO_ACTS, others, peopleOf, placeOf, readings, selfOf, withoutMe } from "../readings.js";
import { lowerWays, pressAndAnswer, runtimeWay, write } from "../ways.js";
import * as words from "./words.js";

const PREJOIN = "#premeeting-name-input, [data-testid='prejoin.joinMeeting']";
const LOBBY = "[data-testid='lobby.joiningMessage'], .lobby-screen";
const HANGUP = ".hangup-button, [data-testid='toolbox.hangup'], .hangup-menu-button";
const ROWS = "#participants-pane [id^=participant-item-]";
const PREFIX = "participant-item-";

function button({ document }: Look, labels: readonly string[]): HTMLElement | null {
  return all(document, "[aria-label]").find((one) => isOneOf(one.getAttribute("aria-label") ?? "", labels) && isOffered(one)) ?? null;
}

function hangup(look: Look): HTMLElement | null {
  return look.document.querySelector<HTMLElement>(HANGUP) ?? button(look, words.LEAVE);
}

/** "Disconnected" is shown also while it comes back by itself, so it ends nothing; the runtime's word for being in the room does. */
function place(look: Look): Reading<Place> {
  const { document, world } = look;
  const dialogs = all(document, "[role=dialog], [role=alertdialog], h1, [role=heading]").map((one) => plain(one));
  const over = dialogs.some((text) => says(text, words.OVER)) && "end text";
  const before = !over && dialogs.some((text) => says(text, words.BEFORE)) && "moderator dialog";
  const lobby = !over && has(document, LOBBY) && "lobby screen";
  if (over || before || lobby) return placeOf(look, { over, before, lobby });
  if (has(document, PREJOIN)) return placeOf(look, {});
  const page = hangup(look) !== null;
  if (!world?.jitsi) return placeOf(look, { call: page && "hang-up button" });
  if (world.jitsi.joined) return known("call", look.now.mono, page ? "runtime = hang-up button" : "runtime", page ? AGREED : 0.9);
  // Out of the room while the buttons still stand: it may be coming back.
  return page ? known("call", look.now.mono, "runtime ≠ hang-up button", DISAGREE) : placeOf(look, { over: "runtime" });
}

function byRuntime({ world, now }: Look): Reading<People> {
  const facts = world?.jitsi;
  if (!facts?.joined || !facts.me) return NOT_FOUND;
  const rows: Person[] = [
    { key: facts.me.id, name: facts.me.name, me: true, host: facts.me.host },
    ...facts.others.map(({ id, name, host, speaks, share }) => ({ key: id, name, host, speaks, ...(share ? { share } : {}) })),
  ];
  return known({ rows, complete: facts.total === undefined }, now.mono, "runtime", 0.9);
}

/** The pane without the people who wait in the lobby. Nothing in it says who of them is this member. */
function byPane(look: Look): Reading<People> {
  const rows = all(look.document, ROWS).filter((row) => !row.closest("#lobby-list"));
  return peopleOf(look, rows.map((row) => ({ key: row.id.slice(PREFIX.length), name: plain(row.querySelector("[class*='name' i]") ?? row) })), false, "participants pane");
}

function self(look: Look): Reading<Self> {
  const either = (on: readonly string[], off: readonly string[]): boolean | null => button(look, off) ? false : button(look, on) ? true : null;
  const me = look.world?.jitsi?.me;
  return selfOf(look, {
    microphone: either(words.MIC_ON, words.MIC_OFF), camera: either(words.CAMERA_ON, words.CAMERA_OFF),
    sharing: either(words.SHARING, words.NOT_SHARING), host: me?.host ?? null,
  }, me ? "runtime, own buttons" : "own buttons");
}

function hand(look: Look): Reading<boolean> {
  const me = look.world?.jitsi?.me;
  if (me) return known(me.hand, look.now.mono, "runtime", 0.9);
  const up = button(look, words.LOWER_HAND) ? true : button(look, words.RAISE_HAND) ? false : null;
  return up === null ? NOT_FOUND : known(up, look.now.mono, "hand button", ALONE);
}

function confirm({ document }: Look): HTMLElement | null {
  return all(document, "[role=menuitem], [role=dialog] button, .context-menu button, [id*=hangup] button").find((one) => isOneOf(label(one), words.LEAVE_CONFIRM) && !one.matches(HANGUP)) ?? null;
}

export const jitsi: Adapter = {
  name: "jitsi",
  recognises: ({ url, document, world }) => Boolean(world?.jitsi) || url.host === "meet.jit.si" || has(document, `${PREJOIN}, ${LOBBY}, [data-testid='toolbox.hangup'], #participants-pane, #largeVideoContainer`),
  read(look) {
    const facts = byRuntime(look);
    const shown = withoutMe(look, numberIn(label(all(look.document, "[aria-label]").find((one) => says(one.getAttribute("aria-label") ?? "", words.PEOPLE)))), "participants button");
    const runtime: Reading<number> = facts.is === "ok"
      ? { ...facts, value: look.world?.jitsi?.total ?? others(facts.value.rows).length } : counted(facts);
    return readings(look, {
      place: place(look), othersCount: agree(runtime, shown), people: facts.is === "ok" ? facts : byPane(look), self: self(look),
      acts: { ...NO_ACTS, hand: hand(look) },
      title: plain(look.document.querySelector(".subject-text--content, .subject-text")) || null,
    });
  },
  ways(look) {
    const ways: Way[] = [];
    if (look.world?.jitsi) ways.push(runtimeWay(look));
    if (hangup(look) ?? confirm(look)) ways.push({ name: "hang-up button", press: () => pressAndAnswer(look, () => hangup(look), () => confirm(look)) });
    return [...ways, ...lowerWays(look).filter(({ name }) => name !== "media session" || !look.world?.jitsi)];
  },
  say: ({ document }, text) => write(document.querySelector("#chat-input textarea, textarea#chat-input, #usermsg"), () => document.querySelector("#chat-input button, .send-button, [aria-label='Send message']"), text),
  callAddress: plainAddress,
};
