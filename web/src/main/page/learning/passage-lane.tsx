import { useEffect, useMemo, useRef, useState } from "react";
import type { Peaks, Region } from "../api/client";
import { peaksAt, PeaksWriter } from "../here/peaks";
import { type Drag, Lane } from "../player/lane";
import { wholeSong } from "../player/view";
import type { Comparison, ComparisonState } from "./comparison";
import { type PassageSound, soundName } from "./passage-sounds";

type PassageLaneProps = {
  comparison: Comparison;
  now: ComparisonState;
  regions: readonly Region[];
  /** Whether dragging marks; if not, it moves the play-head. */
  marking: boolean;
  onMark: (from: number, to: number) => void;
};

/** The waveform of what is heard, with the marks. */
export function PassageLane({ comparison, now, regions, marking, onMark }: PassageLaneProps) {
  const place = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const view = useMemo(() => wholeSong(comparison.seconds), [comparison]);
  const waves = useMemo(() => new Map(comparison.sounds.map((sound) => [sound.name, peaksOf(sound)])), [comparison]);

  useEffect(() => {
    let frame = 0;
    const draw = () => {
      place.current?.style.setProperty("--at", String(comparison.position() / Math.max(comparison.seconds, 0.001)));
      if (comparison.snapshot().playing) {
        frame = requestAnimationFrame(draw);
      }
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [comparison, now]);

  const onDrag = (moving: Drag, ended: boolean) => {
    setDrag(ended ? null : moving);
    if (ended && moving.to !== null && marking) {
      onMark(moving.from, moving.to);
    } else if (ended) {
      comparison.seek(moving.to ?? moving.from);
    }
  };
  const share = (at: number) => at / Math.max(comparison.seconds, 0.001);
  const shown = marking && drag && drag.to !== null ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) } : null;
  return (
    <div ref={place} className={`passage-lane ${now.stem === "song" ? "is-mix" : `is-${now.stem}`}${marking ? " is-marking" : ""}`}>
      <Lane peaks={waves.get(soundName(now.version, now.stem))!} activity={null} isVoice={false} view={view} seconds={comparison.seconds} regions={regions}
        spectrogram={null} onDrag={onDrag} onZoom={() => {}} onScroll={() => {}}>
        {shown && <div className="mark-range" style={{ left: `${100 * share(shown.from)}%`, right: `${100 * (1 - share(shown.to))}%` }} />}
      </Lane>
    </div>
  );
}

function peaksOf({ channels, sampleRate }: PassageSound): Peaks {
  const writer = new PeaksWriter(sampleRate);
  writer.add(channels, channels[0]?.length ?? 0);
  return peaksAt(200, writer.finish(), sampleRate);
}
