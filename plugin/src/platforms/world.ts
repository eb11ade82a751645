/** What the script in the page's own world tells, as JSON in an event of the document. The page may forge it: every part is checked. */

export interface World {
  /** Peer connections of this frame that were begun and are not closed. */
  calls: number;
  /** Remote audio: `performance.now()` of the last frame with energy, and whether any was ever seen. */
  heardAt: number | null;
  heardEver: boolean;
  /** This member's own tracks that are live and enabled. */
  microphone: boolean | null;
  camera: boolean | null;
  sharing: boolean | null;
  /** The page has said how to hang up (`navigator.mediaSession`). */
  hangup: boolean;
  /** Jitsi's own runtime, where the page has it. */
  jitsi: JitsiFacts | null;
}

export interface JitsiFacts {
  joined: boolean;
  me: { id: string; name: string; host: boolean; hand: boolean } | null;
  others: readonly { id: string; name: string; host: boolean; speaks: boolean; hand: boolean; share: boolean }[];
}
