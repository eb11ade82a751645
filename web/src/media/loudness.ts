const EVERY_MS = 50;
const WINDOW = 8192; // about 170 ms at 48 kHz: bridges the gaps between syllables

/** Measures a microphone in this tab; no sound leaves for it. Answers with the function that stops. */
export function measure(track: MediaStreamTrack, tell: (loudness: number) => void): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: WINDOW });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    tell(rootMeanSquare(samples));
  }, EVERY_MS);
  const wake = (): void => { void context.resume(); };
  // A browser may keep an audio context asleep until the first gesture on the page.
  if (context.state === "suspended") addEventListener("pointerdown", wake, { once: true });
  if (context.state === "suspended") addEventListener("keydown", wake, { once: true });
  return () => {
    clearInterval(timer);
    removeEventListener("pointerdown", wake);
    removeEventListener("keydown", wake);
    void context.close();
  };
}

export function rootMeanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}
