/** Who is in the call by Meet's page: the list in the side panel where it is open, else the tiles. */
import { NOT_FOUND, type People, type Person, type Reading } from "../../../../protocol/src/leaving/signals.js";
import type { Look } from "../adapter.js";
import { all, has, isRest, label, plain, remembering, says } from "../page.js";
import { peopleOf } from "../readings.js";
import { ABSENT, EFFECTS, HOST, HOST_LANGUAGES, LIST, ME, SHARE } from "./words.js";

const TILE = "[data-participant-id]";
const ROW = "[role=listitem]";

/** Tiles of the stage; the preview of one's own picture with its effects is none. */
export function tiles(document: Document): HTMLElement[] {
  return all(document, TILE).filter(isTile);
}

export function hasTile(document: Document): boolean {
  for (const tile of document.querySelectorAll<HTMLElement>(TILE)) if (isTile(tile)) return true;
  return false;
}

function isTile(tile: HTMLElement): boolean {
  return !tile.parentElement?.closest(TILE) && !tile.closest(`${ROW}, [role=list], aside`) && !isPreview(tile);
}

/** The preview before the call is a tile too, with a button for effects where others have their menu. */
function isPreview(tile: HTMLElement): boolean {
  return says(tile.getAttribute("aria-label") ?? "", EFFECTS) || (!has(tile, "[data-self-name]") && says(tile.textContent, EFFECTS));
}

function lists(document: Document): HTMLElement[] {
  return all(document, "[role=list]").filter((list) => {
    const name = label(list);
    return !says(name, ABSENT) && (has(list, `${ROW}[data-participant-id], ${ROW} [data-participant-id]`) || says(list.getAttribute("aria-label") ?? "", LIST));
  });
}

/** The list in the panel. `shown`: the number on the people button; a list of another length is not the whole one. */
export function listed(look: Look, shown: number | null): Reading<People> {
  const found = lists(look.document);
  const items = found.flatMap((list) => all(list, ROW));
  if (items.length === 0) return NOT_FOUND;
  const context = beside(look);
  const rows = items.map((item) => inList(item, context));
  const people = rows.filter(({ share }) => !share).length;
  const size = Math.max(0, ...items.map((item) => Number(item.getAttribute("aria-setsize") ?? 0)));
  const whole = size <= items.length && !found.some((list) => list.closest("[aria-busy=true]"))
    && (shown === null || shown === people || shown === rows.length);
  return peopleOf(look, rows, whole, "people list");
}

/** Tiles come and go with the window's size: they prove that somebody is here, never that somebody is gone. */
export function onTiles(look: Look): Reading<People> {
  const context = beside(look);
  const rows = tiles(look.document).map((tile) => onStage(tile, context));
  return peopleOf(look, rows.filter(({ name }) => name), false, "tiles");
}

function nameOn(tile: Element): string {
  const own = tile.querySelector("[data-self-name]");
  return own?.getAttribute("data-self-name") ?? (plain(tile.querySelector("span.notranslate")) || plain(tile.querySelector("[translate=no]")));
}

const inList = remembering((row, context) => person(row, context, label(row).replace(/,.*$/, "") || plain(row)));
const onStage = remembering((tile, context) => person(tile, context, nameOn(tile)));

/** What a row says depends on the page's language, and on this member's name where only one row has it. */
function beside({ document }: Look): string {
  const self = document.querySelector("[data-self-name]")?.getAttribute("data-self-name") ?? "";
  return `${document.documentElement.lang.slice(0, 2).padEnd(2)}${self && onlyOne(document, self) ? self : ""}`;
}

function person(row: HTMLElement, context: string, given: string): Person {
  const [language, self] = [context.slice(0, 2), context.slice(2)];
  const text = isRest(given) ? given : plain(row);
  const name = given.replaceAll(/\s*\([^)]*\)\s*$/g, "").trim();
  const id = row.getAttribute("data-participant-id") ?? row.querySelector("[data-participant-id]")?.getAttribute("data-participant-id");
  const isMine = has(row, "[data-self-name]") || says(`${given} ${text}`, ME) || (self !== "" && name === self);
  const isHost = says(text, HOST);
  return {
    key: id ?? name, name,
    ...(isMine ? { me: true } : {}),
    ...(says(`${given} ${text}`, SHARE) ? { share: true } : {}),
    ...(isHost || HOST_LANGUAGES.includes(language) ? { host: isHost } : {}),
  };
}

/** A namesake would be taken for this member. */
function onlyOne(document: Document, name: string): boolean {
  return all(document, ROW).filter((item) => label(item).replaceAll(/\s*\([^)]*\)\s*$/g, "").replace(/,.*$/, "") === name).length === 1;
}
