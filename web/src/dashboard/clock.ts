/** Moments in the meeting's zone. */
export class ZoneClock {
  private readonly minutes: Intl.DateTimeFormat;
  private readonly seconds: Intl.DateTimeFormat;
  private readonly named: Intl.DateTimeFormat;

  constructor(zone: string) {
    const base = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    this.minutes = new Intl.DateTimeFormat("en-GB", base);
    this.seconds = new Intl.DateTimeFormat("en-GB", { ...base, second: "2-digit" });
    this.named = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "short" });
  }

  /** `10:02` */
  short(moment: number): string {
    return this.minutes.format(moment);
  }

  /** `10:02:07` */
  exact(moment: number): string {
    return this.seconds.format(moment);
  }

  /** `CET` or `GMT+1`: the zone's short name at that moment. */
  zoneName(moment: number): string {
    return this.named.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value ?? "UTC";
  }
}

/** `4 s`, `12 min 05 s`, `1 h 05 min`: ticks every second below an hour. */
export function lasting(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (minutes < 1) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
