/** What the join page's script says. The sentences are the service's (meetings/page_words.py): nothing here needs translating. */
import type { DeviceTrouble } from "../media/devices.js";
import { counted, filled, wordsOf, type CountedWords } from "../parts/words.js";
import type { RoundTrips, Verdict } from "./network.js";

type Input = "mic" | "camera";
type Table<Key extends string> = Readonly<Record<Key, string>>;
/** What a check can tell: `insecure` stands above both devices instead, and nobody cancels them. */
type Told = Exclude<DeviceTrouble, "insecure" | "cancelled">;

export interface Sentences extends CountedWords, Readonly<Record<Input, Table<"turn_on" | "turn_off" | "choose" | "unnamed" | Told>>> {
  counted: Readonly<Record<"answers" | "lost", readonly string[]>>;
  check: Table<"intro" | "camera_off" | "level" | "speak" | "preview" | "kept" | "insecure">;
  network: Table<"check" | "again" | "checking" | "figures" | "none_lost" | "no_rtc" | "direct" | "no_way" | "reflected" | "hidden"
    | "no_help" | "relay_only" | "relay">;
  verdicts: Table<Verdict>;
  page: Table<"zone" | "open_now" | "waiting">;
}

export class Words {
  constructor(readonly say: Sentences) {}

  unnamed(input: Input, place: number): string {
    return filled(this.say[input].unnamed, { place });
  }

  trouble(trouble: DeviceTrouble, input: Input): string {
    return trouble === "insecure" || trouble === "cancelled" ? "" : this.say[input][trouble];
  }

  figures({ median, lost, tries }: RoundTrips): string {
    const answers = filled(counted(this.say, "answers", Math.round(median)), { tries });
    return filled(this.say.network.figures, { answers, lost: lost === 0 ? this.say.network.none_lost : counted(this.say, "lost", lost) });
  }

  zone(zone: string): string {
    return filled(this.say.page.zone, { zone });
  }
}

/** The page carries its words before it loads this script. */
export const words = new Words(wordsOf("join-words") as Sentences);
