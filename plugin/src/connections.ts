/** The calls of a page, held so loosely that watching them keeps none of them alive. */

/** Below this a level is rounding: muted senders' silence frames. What people hear begins far above. */
const SILENCE = 0.0005;
/** A voice in the own microphone; a quiet room stays below. */
const VOICE = 0.02;

export interface OwnTracks {
  microphone: boolean | null;
  camera: boolean | null;
  sharing: boolean | null;
}

export class Connections {
  private readonly calls = new Set<WeakRef<RTCPeerConnection>>();
  private readonly streams = new Set<WeakRef<MediaStream>>();
  /** A page may keep a stream's tracks and let the stream go, or the other way round: whichever is kept leads to them. */
  private readonly tracks = new Set<WeakRef<MediaStreamTrack>>();
  private spokeAt: number | null = null;
  private hearsItself = false;
  private readonly energies = new WeakMap<RTCRtpReceiver, number>();
  private gained = false;

  noteCall(call: RTCPeerConnection): void {
    this.calls.add(new WeakRef(call));
  }

  noteStream(stream: MediaStream): void {
    this.streams.add(new WeakRef(stream));
    for (const track of stream.getTracks()) this.tracks.add(new WeakRef(track));
  }

  /** Those that were begun and are not closed. One that was only made (many pages probe so) is no call. */
  get count(): number {
    return this.open().length;
  }

  /** There is energy in some remote sound at this moment, or was since the last summing up. */
  hears(): boolean {
    const gained = this.gained;
    this.gained = false;
    return gained || this.open().some((call) => call.getReceivers().some((receiver) => receiver.track.kind === "audio"
      && receiver.getSynchronizationSources().some(({ audioLevel = 0 }) => audioLevel > SILENCE)));
  }

  /** Sums up what came between two looks: a word may be shorter than a second. The answer is there at the next look. */
  sumUp(): void {
    for (const receiver of this.open().flatMap((call) => call.getReceivers())) {
      if (receiver.track.kind !== "audio") continue;
      receiver.getStats().then((stats) => {
        stats.forEach((one: { type: string; totalAudioEnergy?: number }) => {
          if (one.type !== "inbound-rtp" || one.totalAudioEnergy === undefined) return;
          const before = this.energies.get(receiver);
          this.energies.set(receiver, one.totalAudioEnergy);
          if (before !== undefined && one.totalAudioEnergy - before > SILENCE ** 2) this.gained = true;
        });
      }, () => undefined); // a receiver that is being closed
    }
  }

  /** What this member sends, or has opened while there is no call. Null before the page has asked for anything. */
  own(): OwnTracks {
    const calls = this.open();
    const sent = calls.flatMap((call) => call.getSenders().flatMap(({ track }) => track ?? []));
    const opened = this.opened();
    if (calls.length === 0 && opened.length === 0) return { microphone: null, camera: null, sharing: null };
    const isOn = ({ readyState, enabled }: MediaStreamTrack): boolean => readyState === "live" && enabled;
    const on = (kind: string): boolean => {
      const own = sent.filter((track) => track.kind === kind && !isScreen(track));
      return (own.length > 0 ? own : opened.filter((track) => track.kind === kind && !isScreen(track))).some(isOn);
    };
    return { microphone: on("audio"), camera: on("video"), sharing: [...sent, ...opened].some((track) => isScreen(track) && isOn(track)) };
  }

  /** Asks the senders for the level of the own sound; the answer is there at the next look. */
  listenToMyself(now: number): void {
    for (const call of this.open()) {
      for (const sender of call.getSenders()) {
        if (sender.track?.kind !== "audio" || !sender.track.enabled || isScreen(sender.track)) continue;
        sender.getStats().then((stats) => {
          stats.forEach((one: { type: string; audioLevel?: number }) => {
            if (one.type !== "media-source" || one.audioLevel === undefined) return;
            this.hearsItself = true;
            if (one.audioLevel > VOICE) this.spokeAt = now;
          });
        }, () => undefined); // a sender that is being closed
      }
    }
  }

  /** Null where the browser tells no level. */
  speaks(now: number): boolean | null {
    return this.hearsItself ? this.spokeAt !== null && now - this.spokeAt < 3000 : null;
  }

  /** Closes every call and stops what this page sends. Answers with how many calls it closed. */
  leave(): number {
    const left = this.count;
    const tracks = this.opened();
    for (const call of this.alive(this.calls)) {
      if (call.connectionState === "closed") continue;
      for (const { track } of call.getSenders()) if (track) tracks.push(track);
      call.close();
    }
    for (const track of tracks) track.stop();
    return left;
  }

  private opened(): MediaStreamTrack[] {
    return [...new Set([...this.alive(this.tracks), ...this.alive(this.streams).flatMap((stream) => stream.getTracks())])];
  }

  private open(): RTCPeerConnection[] {
    return this.alive(this.calls).filter(({ connectionState }) => connectionState !== "closed" && connectionState !== "new");
  }

  private alive<Kept extends WeakKey>(references: Set<WeakRef<Kept>>): Kept[] {
    const found: Kept[] = [];
    for (const reference of references) {
      const kept = reference.deref();
      if (kept === undefined) references.delete(reference);
      else found.push(kept);
    }
    return found;
  }
}

/** Sound that comes with a screen counts to the screen: browsers mark both. */
function isScreen(track: MediaStreamTrack): boolean {
  const settings = track.getSettings();
  return "displaySurface" in settings || screens.has(track);
}

const screens = new WeakSet<MediaStreamTrack>();

export function noteScreen(stream: MediaStream): void {
  for (const track of stream.getTracks()) screens.add(track);
}
