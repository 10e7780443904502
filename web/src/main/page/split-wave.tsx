import type { Choice } from "./choice";

const BARS = 96;
const WIDTH = 960;
const HEIGHT = 170;

/** The first screen's picture: one wave that splits into voice and music. It also shows the choice. */
export function SplitWave({ choice }: { choice: Choice }) {
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={`split-wave shows-${choice}`} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      {bars.map(({ x, apart, voice, music }, i) => {
        const gap = 40 * apart;
        const whole = Math.max(voice, music);
        return (
          <g key={i}>
            {apart < 1 && <line className="of-mix" x1={x} x2={x} y1={HEIGHT / 2 - whole} y2={HEIGHT / 2 + whole} opacity={(1 - apart) ** 3} />}
            {apart > 0 && (
              <>
                <line className="of-voice" x1={x} x2={x} y1={HEIGHT / 2 - gap - voice} y2={HEIGHT / 2 - gap + voice} opacity={Math.min(1, 2 * apart)} />
                <line className="of-music" x1={x} x2={x} y1={HEIGHT / 2 + gap - music} y2={HEIGHT / 2 + gap + music} opacity={Math.min(1, 2 * apart)} />
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** Phrases with rests for the voice, a beat for the music: computed once, the same for everybody. */
const bars = Array.from({ length: BARS }, (_, i) => {
  const t = i / (BARS - 1);
  const edge = Math.min(1, Math.min(t, 1 - t) * 9);
  const step = Math.min(1, Math.max(0, (t - 0.3) / 0.3));
  const ripple = 0.5 + 0.5 * Math.sin(i * 12.9898 + Math.sin(i * 4.1) * 3);
  const phrase = Math.max(0, Math.sin(t * 21 + 0.4)) ** 0.7;
  const beat = 0.35 + 0.65 * Math.exp(-((i % 8) / 2.6));
  return {
    x: 8 + (t * (WIDTH - 16)),
    apart: step * step * (3 - 2 * step),
    voice: 1.5 + edge * (4 + 26 * phrase * (0.45 + 0.55 * ripple)),
    music: 1.5 + edge * (5 + 24 * beat * (0.6 + 0.4 * ripple)),
  };
});
