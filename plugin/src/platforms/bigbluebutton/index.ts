/**
 * BigBlueButton: by the `data-test` names that its own tests use (bigbluebutton-tests/playwright/core/elements.ts@0092292), the
 * same in every language. There are no words here, so there is no words.ts.
 */
import { known, NOT_FOUND, type People, type Person, type Place, type Reading, type Self } from "../../../../protocol/src/leaving/signals.js";
import type { Adapter, Look, Way } from "../adapter.js";
import { plainAddress } from "../addresses.js";
import { all, has, isOffered, label, numberIn, plain, remembering } from "../page.js";
import { agree, ALONE, counted, NO_ACTS, peopleOf, placeOf, readings, selfOf, withoutMe } from "../readings.js";
import { lowerWays, press, pressAndAnswer, write } from "../ways.js";

const test = (...names: string[]): string => names.map((name) => `[data-test="${name}"]`).join(", ");

const ENDED = test("meetingEndedModal", "rating", "redirectButton", "errorScreenMessage");
const MENU = test("leaveMeetingDropdown");
const OLD_MENU = test("optionsButton");
const LEAVE = test("directLogoutButton");
const OLD_LEAVE = test("optionsLogoutButton", "logout");

function place(look: Look): Reading<Place> {
  const { document } = look;
  if (has(document, ENDED)) return placeOf(look, { over: "end screen" });
  return placeOf(look, {
    lobby: has(document, "#positionInWaitingQueue") && "waiting queue",
    moving: has(document, test("breakoutJoinConfirmationDialog", "breakoutTransferReturnButton")) && "breakout dialog",
    call: !has(document, test("breakoutJoinConfirmationDialog", "breakoutTransferReturnButton"))
      && has(document, `${MENU}, ${OLD_MENU}, ${test("userListPanel", "usersListSidebarButton")}`) && "leave menu",
  });
}

/** The sidebar's button or the list's heading, whichever shows one number. */
function badge({ document }: Look): number | null {
  const sidebar = document.querySelector(test("usersListSidebarButton"));
  return numberIn(label(sidebar)) ?? numberIn(plain(sidebar));
}

const person = remembering((row): Person & { shown: string } => {
  const shown = plain(row.querySelector(test("userNameSubs"))?.parentElement?.firstElementChild) || plain(row.querySelector("[aria-label]")) || (label(row).split(",")[0] ?? "");
  const host = has(row, test("moderatorAvatar")) ? true : has(row, test("viewerAvatar")) ? false : undefined;
  return {
    shown, key: row.getAttribute("data-user-id") ?? shown, name: shown.replace(/\s*\([^)]*\)$/, ""),
    ...(row.getAttribute("data-test") === "userListItemCurrent" ? { me: true } : {}),
    ...(host === undefined ? {} : { host }),
  };
});

/** Rows that carry a name are people; who is talking stands elsewhere on the page, by name. */
function people(look: Look, shown: number | null): Reading<People> {
  const { document } = look;
  const talking = new Set(all(document, test("isTalking")).map((one) => plain(one)));
  const rows = all(document, test("userListItem", "userListItemCurrent")).map((row) => {
    const { shown, ...one } = person(row, "");
    return { ...one, speaks: talking.has(shown) };
  });
  return peopleOf(look, rows, shown === null ? false : shown === rows.length, "user list");
}

function self(look: Look): Reading<Self> {
  const { document } = look;
  const either = (on: string, off: string): boolean | null => has(document, test(on)) ? true : has(document, test(off)) ? false : null;
  const mine = document.querySelector(test("userListItemCurrent"));
  return selfOf(look, {
    microphone: either("muteMicButton", "unmuteMicButton") ?? (has(document, test("joinAudio")) ? false : null),
    camera: either("leaveVideo", "joinVideo"),
    sharing: either("stopScreenShare", "startScreenShare"),
    host: mine ? has(mine, test("moderatorAvatar")) : null,
  }, "own buttons");
}

function hand({ document, now }: Look): Reading<boolean> {
  const up = has(document, test("lowerHandBtn")) ? true : has(document, test("raiseHandBtn")) ? false : null;
  return up === null ? NOT_FOUND : known(up, now.mono, "hand button", ALONE);
}

export const bigbluebutton: Adapter = {
  name: "bigbluebutton",
  recognises: ({ url, document }) => /^\/html5client(?:\/|$)/.test(url.pathname) || has(document, `${MENU}, #positionInWaitingQueue`),
  read(look) {
    const shown = badge(look);
    const list = people(look, shown);
    return readings(look, {
      place: place(look), people: list, othersCount: agree(withoutMe(look, shown, "user list button"), counted(list)),
      self: self(look), acts: { ...NO_ACTS, hand: hand(look) },
      title: plain(look.document.querySelector(test("presentationTitle"))) || null,
    });
  },
  ways(look) {
    const one = (selector: string) => () => all(look.document, selector).find(isOffered) ?? null;
    const ways: Way[] = [];
    if (one(LEAVE)()) ways.push({ name: "leave in the menu", press: () => press(one(LEAVE)()) });
    if (one(MENU)()) ways.push({ name: "leave menu", press: () => pressAndAnswer(look, one(MENU), one(LEAVE)) });
    else if (one(OLD_MENU)() ?? one(OLD_LEAVE)()) ways.push({ name: "options menu", press: () => pressAndAnswer(look, one(OLD_MENU), one(OLD_LEAVE)) });
    return [...ways, ...lowerWays(look)];
  },
  say: ({ document }, text) => has(document, test("publicChatButton", "chatMessages", "chatTitle")) && !has(document, test("hidePrivateChat", "privateChatBackButton"))
    && write(document.querySelector("textarea#message-input"), () => document.querySelector(test("sendMessageButton")), text),
  callAddress: plainAddress,
};
