/** Letting people in from here. The service decides; what it said is read out, and the stream shows what came of it. */

export type Deed = "admit" | "refuse" | "admit_all";

interface Outside {
  url: string;
  csrf: string;
  /** Said when nobody answered. */
  silence: string;
  say(text: string): void;
  changed(): void;
}

export class Door {
  /** Row keys whose answer is under way; `*` for all. */
  readonly busy = new Set<string>();
  /** By row key, why a host should think twice before admitting them. */
  readonly asks = new Map<string, string>();

  constructor(private readonly outside: Outside) {}

  /** `sure`: the host has read why they should think twice. */
  async answer(deed: Deed, person = "*", sure = false): Promise<void> {
    if (this.busy.has(person)) return;
    this.busy.add(person);
    this.outside.changed();
    const { said, ask } = await this.post(deed, person, sure);
    this.busy.delete(person);
    if (ask === undefined) this.asks.delete(person);
    else this.asks.set(person, ask);
    this.outside.say(ask ?? said ?? this.outside.silence);
    this.outside.changed();
  }

  /** Back to waiting, undecided. */
  notNow(person: string): void {
    this.asks.delete(person);
    this.outside.changed();
  }

  private async post(deed: Deed, person: string, sure: boolean): Promise<{ said?: string; ask?: string }> {
    const { url, csrf } = this.outside;
    try {
      const answer = await fetch(url, {
        method: "POST", credentials: "same-origin", redirect: "manual",
        headers: { Accept: "application/json", "X-CSRFToken": csrf },
        body: new URLSearchParams({ deed, person, ...(sure ? { sure: "1" } : {}) }),
      });
      return answer.ok ? await answer.json() as { said?: string; ask?: string } : {};
    } catch {
      return {};
    }
  }
}
