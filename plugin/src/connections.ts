/** The calls of a page, held so loosely that watching them keeps none of them alive. */
export class Connections {
  private readonly calls = new Set<WeakRef<RTCPeerConnection>>();
  private readonly streams = new Set<WeakRef<MediaStream>>();

  noteCall(call: RTCPeerConnection): void {
    this.calls.add(new WeakRef(call));
  }

  noteStream(stream: MediaStream): void {
    this.streams.add(new WeakRef(stream));
  }

  /** Those that were begun and are not closed. One that was only made (many pages probe so) is no call. */
  get count(): number {
    return this.alive(this.calls).filter(({ connectionState }) => connectionState !== "closed" && connectionState !== "new").length;
  }

  /** Closes every call and stops what this page sends. Answers with how many calls it closed. */
  leave(): number {
    const left = this.count;
    const tracks = this.alive(this.streams).flatMap((stream) => stream.getTracks());
    for (const call of this.alive(this.calls)) {
      if (call.connectionState === "closed") continue;
      for (const { track } of call.getSenders()) if (track) tracks.push(track);
      call.close();
    }
    for (const track of tracks) track.stop();
    return left;
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
