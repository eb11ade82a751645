/** What could not be read, so that options can say why an appointment is missing. Never a reason to stop. */
export interface Note {
  what:
    | "no_calendar" // not one event, and no mark of a calendar
    | "too_long" | "too_many" // read up to the limit
    | "date" // an event without a readable beginning
    | "zone" // a time zone nobody knows: taken for the reader's own
    | "rule"; // a repetition with parts that are not understood: only its first time is taken
  /** How often. */
  times: number;
  /** The name of the zone or the part of the rule; nothing of what the appointment is about. */
  about: string;
}

const LONGEST_ABOUT = 80;
const MOST = 50;

export class Notes {
  private readonly noted = new Map<string, Note>();

  add(what: Note["what"], about = ""): void {
    const short = about.slice(0, LONGEST_ABOUT);
    const known = this.noted.get(`${what} ${short}`);
    if (known) known.times += 1;
    else if (this.noted.size < MOST) this.noted.set(`${what} ${short}`, { what, times: 1, about: short });
  }

  all(): Note[] {
    return [...this.noted.values()];
  }
}
