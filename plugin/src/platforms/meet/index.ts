/** Google Meet. What is known of its page, how old that is, and what nobody has verified: docs/developer/platforms.md. */
import { known, NOT_FOUND, NOT_YET, type Place, type Reading, type Self } from "../../../../protocol/src/leaving/signals.js";
import type { Adapter, Look, Way } from "../adapter.js";
import { meetAddress } from "../addresses.js";
import { all, byIcon, has, isOffered, isOneOf, label, numberIn, plain, says } from "../page.js";
import { agree, ALONE, counted, DISAGREE, NO_ACTS, others, placeOf, readings, selfOf, withoutMe } from "../readings.js";
import { ends, lowerWays, pressAndAnswer, write } from "../ways.js";
import { hasTile, listed, onTiles } from "./people.js";
import { INSIDE, JUST_LEAVE, LEAVE, LOBBY, LOWER_HAND, OFF, ON, OVER, PEOPLE, RAISE_HAND, WRITE } from "./words.js";

const BUTTONS = "button, [role=button]";

function leaveButton({ document }: Look): HTMLElement | null {
  const button = document.querySelector<HTMLElement>("button[jsname=CQylAd]") ?? byIcon(document, "call_end")
    ?? all(document, BUTTONS).find((one) => isOneOf(one.getAttribute("aria-label") ?? "", LEAVE)) ?? null;
  return button && isOffered(button) && !button.closest("[role=dialog], [role=alertdialog]") ? button : null;
}

/** Signs that are shown only inside: a tile of somebody, the button for sharing, the meeting's own menus. */
function isInside({ document }: Look): boolean {
  return hasTile(document) || has(document, "[data-avatar-count]")
    || byIcon(document, "present_to_all", "computer_arrow_up", "screen_share") !== null
    || all(document, BUTTONS).some((one) => isOneOf(one.getAttribute("aria-label") ?? "", INSIDE));
}

/** Said in so many words, outside of chat and captions. */
function saysLobby({ document }: Look): boolean {
  return all(document, "h1, h2, [role=heading], [role=status], main p, main div, body > div > p")
    .some((one) => one.childElementCount <= 1 && says(plain(one), LOBBY) && !one.closest("aside, [role=log], [aria-live=polite] [data-message-id]"));
}

function isOver({ document }: Look): string | false {
  if (has(document, "[data-call-ended=true]")) return "ended mark";
  // The way home is shown in the lobby too, so it counts only where there is nothing left to leave.
  if (has(document, "[data-mdc-dialog-action=returnToHomePage], button[jsname=EszDse]")) return "way home";
  return all(document, "h1, [role=heading], .roSPhc").some((one) => says(plain(one), OVER)) && "end screen";
}

function place(look: Look): Reading<Place> {
  const leave = leaveButton(look);
  if (!leave) {
    const over = isOver(look);
    if (over) return placeOf(look, { over });
    return look.world && look.world.calls > 0 && hasTile(look.document) ? NOT_FOUND : NOT_YET;
  }
  if (has(look.document, "[data-call-ended=true]")) return placeOf(look, { over: "ended mark" });
  const inside = isInside(look) && "leave button, inside signs";
  const lobby = saysLobby(look) && "lobby text";
  if (inside || lobby) return placeOf(look, { call: inside, lobby });
  // The lobby has the leave button, microphone and camera too. In a language whose words nobody wrote down, only the missing
  // connections tell it from a call whose signs have changed.
  return known("lobby", look.now.mono, "leave button alone", look.world?.calls === 0 ? 0.6 : DISAGREE);
}

/** The number on the people button: attribute, label, or the badge beside it, as the page of the day has it. */
function badge({ document }: Look): number | null {
  const avatars = Number(document.querySelector("[data-avatar-count]")?.getAttribute("data-avatar-count") ?? 0);
  if (avatars > 0) return avatars;
  const button = all(document, BUTTONS).find((one) => PEOPLE.some((word) => label(one).toLowerCase().startsWith(word)))
    ?? byIcon(document, "people", "people_outline", "group");
  const beside = button?.parentElement?.querySelector(":scope > div, :scope > span");
  const told = [document.querySelector(".uGOf1d"), button, beside, document.querySelector("div.egzc7c")];
  return told.map((one) => numberIn(label(one)) ?? numberIn(plain(one))).find((number) => number !== null) ?? null;
}

function isOn(look: Look, ...icons: string[]): boolean | null {
  const button = byIcon(look.document, ...icons);
  if (!button) return null;
  const muted = button.getAttribute("data-is-muted");
  if (muted !== null) return muted !== "true";
  const text = label(button);
  return says(text, ON) ? true : says(text, OFF) ? false : null;
}

function self(look: Look, isHost: boolean | undefined): Reading<Self> {
  return selfOf(look, {
    microphone: isOn(look, "mic", "mic_off", "mic_none"),
    camera: isOn(look, "videocam", "videocam_off"),
    host: isHost ?? null,
  }, "own buttons");
}

function hand(look: Look): Reading<boolean> {
  const button = byIcon(look.document, "front_hand", "back_hand", "pan_tool");
  const pressed = button?.getAttribute("aria-pressed");
  const text = label(button);
  const up = pressed === "true" || says(text, LOWER_HAND) ? true : pressed === "false" || says(text, RAISE_HAND) ? false : null;
  return up === null ? NOT_FOUND : known(up, look.now.mono, "hand button", ALONE);
}

/** A dialog that offers to leave: Meet's own question in an empty call, or the host's question how. Ours stands back. */
function asks({ document }: Look): boolean {
  return all(document, "[role=dialog], [role=alertdialog]").some((dialog) => {
    const buttons = all(dialog, BUTTONS);
    return isOffered(dialog) && buttons.length >= 2 && buttons.some((one) => /\bleave\b|verlassen|sair|quitter|salir|opuść/i.test(label(one)) && !ends(one));
  });
}

function justLeave({ document }: Look): HTMLElement | null {
  return all(document, `:is([role=dialog], [role=alertdialog]) :is(${BUTTONS})`).find((one) => isOneOf(plain(one), JUST_LEAVE)) ?? null;
}

export const meet: Adapter = {
  name: "meet",
  recognises: ({ url }) => url.host === "meet.google.com",
  read(look) {
    const shown = badge(look);
    const list = listed(look, shown);
    const seen = list.is === "ok" ? list : onTiles(look);
    const byBadge = withoutMe(look, shown, "people button");
    let othersCount = agree(byBadge, counted(list));
    // More people on the stage than the button counts: one of the two is wrong.
    if (othersCount.is === "ok" && seen.is === "ok" && others(seen.value.rows).length > othersCount.value)
      othersCount = { ...othersCount, from: `${othersCount.from} ≠ tiles`, sure: DISAGREE };
    const mine = seen.is === "ok" ? seen.value.rows.find(({ me }) => me) : undefined;
    const title = look.document.title.replace(/^(?:google )?meet\s*[-–—:]\s*/i, "").replace(/\s*[-–—]\s*(?:google )?meet$/i, "");
    return readings(look, {
      place: place(look), othersCount, people: seen, self: self(look, mine?.host),
      acts: { ...NO_ACTS, hand: hand(look) }, platformAsks: asks(look),
      title: title && !/^(?:google )?meet$|^[a-z]{3}-[a-z]{4}-[a-z]{3}$/i.test(title) ? title : null,
    });
  },
  ways(look) {
    const button: Way = { name: "leave button", press: () => pressAndAnswer(look, () => leaveButton(look), () => justLeave(look)) };
    return [...(leaveButton(look) ?? justLeave(look) ? [button] : []), ...lowerWays(look)];
  },
  say({ document }, text) {
    const field = all(document, "textarea").find((one) => says(one.getAttribute("aria-label") ?? "", WRITE)) ?? null;
    return write(field, () => {
      const found = byIcon(field?.closest("aside, [role=complementary], form, div:has(button)") ?? document, "send");
      return found ?? all(document, BUTTONS).find((one) => isOneOf(one.getAttribute("aria-label") ?? "", WRITE)) ?? null;
    }, text);
  },
  callAddress: meetAddress,
};
