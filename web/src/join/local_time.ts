import { words } from "./words.js";

const LANGUAGE = "en-GB";
const DAY: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** The moment as a day and a time of day in `zone`; `end` leaves out the day. */
export function spokenMoment(moment: Date, kind: "start" | "end", zone: string): string {
  const clock = moment.toLocaleTimeString(LANGUAGE, { ...CLOCK, timeZone: zone });
  return kind === "end" ? clock : `${moment.toLocaleDateString(LANGUAGE, { ...DAY, timeZone: zone }).replace(",", "")}, ${clock}`;
}

/** The server wrote the meeting's own zone; here the visitor's is known. */
export function showInOwnZone(root: ParentNode, zone: string): void {
  const zones = root.querySelectorAll<HTMLElement>("[data-local-zone]");
  if ([...zones].every((element) => element.textContent.trim() === zone)) return;
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    element.textContent = spokenMoment(moment, element.dataset["local"] === "end" ? "end" : "start", zone);
  }
  for (const element of zones) element.textContent = words.zone(zone);
}
