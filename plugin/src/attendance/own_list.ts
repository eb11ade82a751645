/** The member's own list of meetings: made in this browser, there without any account, and theirs to take along. */
import { NONE, type CallRow, type MeetingRow } from "./evidence.js";

export interface OwnMeeting {
  connection: string;
  platform: string;
  title: string;
  address: string;
  enteredAt: number;
  /** Null while it runs. */
  exitedAt: number | null;
  /** Present, in milliseconds; of one that runs until its last proof of life. */
  lasted: number;
  reason: string;
  /** The host it was reported to; empty: nobody. */
  reportedTo: string;
}

/** The latest first. Who only waited outside was in no meeting. */
export function ownMeetings(calls: readonly CallRow[], meetings: readonly MeetingRow[]): OwnMeeting[] {
  const known = new Map(meetings.map((one) => [one.id, one]));
  return calls.flatMap((call): OwnMeeting[] => {
    if (call.enteredAt === null) return [];
    const meeting = call.meeting === null || call.meeting === NONE ? undefined : known.get(call.meeting);
    return [{
      connection: call.connection, platform: call.platform, title: meeting?.title ?? call.title ?? "", address: call.address ?? "",
      enteredAt: call.enteredAt, exitedAt: call.exitedAt, lasted: Math.max(0, (call.exitedAt ?? call.aliveAt) - call.enteredAt),
      reason: call.reason ?? "", reportedTo: meeting?.confirmed ? meeting.host : "",
    }];
  }).sort((one, other) => other.enteredAt - one.enteredAt);
}

const COLUMNS = ["Meeting", "Platform", "Entered (UTC)", "Exited (UTC)", "Minutes", "Exit reason", "Reported to", "Address"];

/** RFC 4180, with the mark that spreadsheets know UTF-8 by. */
export function asCsv(list: readonly OwnMeeting[]): string {
  const rows = list.map((one) => [
    one.title, one.platform, moment(one.enteredAt), one.exitedAt === null ? "" : moment(one.exitedAt),
    (one.lasted / 60_000).toFixed(1), one.reason, one.reportedTo, one.address,
  ]);
  return `\ufeff${[COLUMNS, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function moment(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace("T", " ");
}

/** A title that begins like a formula is a text, whatever a spreadsheet thinks (as in the service's own CSV files). */
function cell(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r|%]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
