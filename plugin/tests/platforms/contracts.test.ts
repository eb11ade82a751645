/**
 * What two open projects' own tests call the parts of their pages. When such a name is gone from our adapter, or from the page
 * that we drew, the adapter no longer knows the page. Names read 2026-11-29.
 */
import { expect, test } from "vitest";
import bigbluebuttonSource from "../../src/platforms/bigbluebutton/index.ts?raw";
import jitsiSource from "../../src/platforms/jitsi/index.ts?raw";
import * as words from "../../src/platforms/jitsi/words.js";
import { jitsiFacts, jitsiHangsUp } from "../../src/platforms/jitsi/runtime.js";
import { load, PAGES, stage } from "./pages.js";

/** bigbluebutton/bigbluebutton bigbluebutton-tests/playwright/core/elements.ts@0092292 */
const BIGBLUEBUTTON = [
  "leaveMeetingDropdown", "directLogoutButton", "optionsButton", "optionsLogoutButton", "meetingEndedModal", "redirectButton", "rating",
  "userListItem", "userListItemCurrent", "userNameSubs", "moderatorAvatar", "viewerAvatar", "usersListSidebarButton", "userListPanel",
  "isTalking", "muteMicButton", "unmuteMicButton", "leaveVideo", "joinVideo", "startScreenShare", "stopScreenShare",
  "raiseHandBtn", "lowerHandBtn", "sendMessageButton", "chatMessages", "chatTitle", "hidePrivateChat", "breakoutJoinConfirmationDialog",
];
/** Its names for ending the meeting: on our page, never in our adapter. */
const BIGBLUEBUTTON_ENDS = ["endMeetingButton", "confirmEndMeeting"];

/** jitsi/jitsi-meet tests/pageobjects/Toolbar.ts@032a4ab and ParticipantsPane.ts@1c8216e */
const JITSI = [
  "Leave the meeting", "Mute microphone", "Unmute microphone", "Stop camera", "Start camera", "Start sharing your screen", "Stop sharing your screen",
  "Raise your hand", "Open participants pane",
];
const JITSI_IDS = ["participants-pane", "participant-item-", "lobby-list"];

test("BigBlueButton's names are in the adapter and on the page", () => {
  for (const name of BIGBLUEBUTTON) {
    expect(bigbluebuttonSource, name).toContain(`"${name}"`);
    expect(PAGES.bigbluebutton, name).toContain(name);
  }
  for (const name of BIGBLUEBUTTON_ENDS) {
    expect(bigbluebuttonSource).not.toContain(name);
    expect(PAGES.bigbluebutton).toContain(name);
  }
});

test("Jitsi's labels and ids are in the adapter and on the page", () => {
  const known = Object.values(words).flat();
  load("jitsi");
  const labels = new Set<string>();
  for (const on of [true, false]) {
    stage.play({ microphone: on, camera: on, sharing: on });
    for (const one of document.querySelectorAll("[aria-label]")) labels.add((one.getAttribute("aria-label") ?? "").replace(/, \d.*/, ""));
  }
  for (const name of JITSI) {
    expect(known, name).toContain(name.toLowerCase());
    expect([...labels], name).toContain(name);
  }
  for (const id of JITSI_IDS) {
    expect(jitsiSource, id).toContain(id);
    expect(PAGES.jitsi, id).toContain(id);
  }
});

test("Jitsi's store, by its reducer's names, gives the facts; a screen is no person, and only this member hangs up", () => {
  const remote = new Map<string, object>([
    ["a", { id: "a", name: "Alice", role: "moderator" }], ["s", { id: "s", name: "Alice", fakeParticipant: "RemoteScreenShare" }],
    ["c", { id: "c", role: "participant", raisedHandTimestamp: 5 }],
  ]);
  const did: unknown[] = [];
  const state = { local: { id: "me", name: "Bob", role: "participant" }, remote, dominantSpeaker: "a", raisedHandsQueue: [{ id: "me" }] };
  const world = { APP: { conference: { isJoined: () => true, hangup: (feedback: boolean) => did.push(feedback), end: () => did.push("END") }, store: { getState: () => ({ "features/base/participants": state }) } } };
  const facts = jitsiFacts(world, true);
  expect(facts?.me).toEqual({ id: "me", name: "Bob", host: false, hand: true });
  expect(facts?.others).toEqual([
    { id: "a", name: "Alice", host: true, hand: false, speaks: true, share: false },
    { id: "s", name: "Alice", host: false, hand: false, speaks: false, share: true },
    { id: "c", name: "", host: false, hand: true, speaks: false, share: false },
  ]);
  expect(jitsiFacts(world, false)?.others[0]?.speaks).toBe(false);
  expect(jitsiHangsUp(world)).toBe(true);
  expect(did).toEqual([false]);
});

test("whatever else a page calls APP is no Jitsi", () => {
  for (const APP of [undefined, null, 1, "x", {}, { conference: {} }, { conference: { isJoined: 1 }, store: {} },
    { conference: { isJoined: () => true }, store: { getState: () => { throw new Error("no"); } } }]) {
    expect(jitsiFacts({ APP }, true)).toBeNull();
    expect(jitsiHangsUp({ APP })).toBe(false);
  }
});
