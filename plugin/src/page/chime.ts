/** Two soft tones, for whoever wants to hear that a countdown begins. A page that may not sound yet stays silent. */
export function chime(): void {
  try {
    const context = new AudioContext();
    const volume = new GainNode(context, { gain: 0.08 });
    volume.connect(context.destination);
    [660, 880].forEach((frequency, index) => {
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(volume);
      tone.start(context.currentTime + index * 0.25);
      tone.stop(context.currentTime + index * 0.25 + 0.2);
    });
    setTimeout(() => { void context.close(); }, 1000);
  } catch {
    // no sound here
  }
}
