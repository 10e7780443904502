const SECONDS = 0.04;

/** A click of a metronome: a short tone, higher where a bar begins. Half of full scale. */
export function clickOf(sampleRate: number, first: boolean): Float32Array<ArrayBuffer> {
  const hz = first ? 1760 : 1175;
  return Float32Array.from({ length: Math.round(SECONDS * sampleRate) }, (_, i) => {
    const t = i / sampleRate;
    return 0.5 * Math.exp(-t / 0.008) * Math.sin(2 * Math.PI * hz * t);
  });
}
