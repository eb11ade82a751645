/** When somebody counts as speaking, from the loudness of their own microphone. Pure: told the time. */

export const LOUD = 0.02;
export const ON_AFTER_MS = 200;
export const OFF_AFTER_MS = 800;
export const LONGEST_MS = 60_000;
export const SHORTEST_MS = 100;

export interface Heard {
  /** Speech began (true) or stopped (false); absent when nothing changed. */
  talking?: boolean;
  /** A finished stretch of speech, in milliseconds. */
  stretch?: number;
}

/** 200 ms above the threshold switch on, 800 ms below it switch off; a stretch runs from the first loud
 *  moment to the last, and is cut at 60 s so that a long speech is not lost with the tab. */
export class Speaking {
  private loudSince: number | undefined;
  private lastLoud = 0;
  private began: number | undefined;

  get isTalking(): boolean {
    return this.began !== undefined;
  }

  hear(loudness: number, now: number): Heard {
    if (loudness > LOUD) return this.loud(now);
    if (this.began === undefined) this.loudSince = undefined;
    else if (now - this.lastLoud >= OFF_AFTER_MS) return this.stop();
    return {};
  }

  /** The microphone went off, or the attendee leaves. */
  stop(): Heard {
    const began = this.began;
    this.loudSince = this.began = undefined;
    if (began === undefined) return {};
    return { talking: false, ...stretchOf(began, this.lastLoud) };
  }

  private loud(now: number): Heard {
    this.lastLoud = now;
    this.loudSince ??= now;
    if (this.began === undefined) {
      if (now - this.loudSince < ON_AFTER_MS) return {};
      this.began = this.loudSince;
      return { talking: true };
    }
    if (now - this.began < LONGEST_MS) return {};
    const cut = stretchOf(this.began, now);
    this.began = now;
    return cut;
  }
}

function stretchOf(from: number, until: number): Heard {
  const stretch = Math.round(until - from);
  return stretch >= SHORTEST_MS ? { stretch } : {};
}
