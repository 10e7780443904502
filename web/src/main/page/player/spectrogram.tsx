import { useState } from "react";
import { texts } from "../texts";
import { type Rgb, rgbOf, useCanvas } from "./canvas";
import type { Sound } from "./sound";
import { binOfRow, FFT_FRAMES, ramp, rowOfHz, shade, SpectrumAt } from "./spectrum";
import type { View } from "./view";

/** Longer views would fetch more than is worth it. */
const LONGEST_SECONDS = 900;
const MARKS_HZ = [100, 1000, 10000];

/** A stem's spectrogram, drawn chunk by chunk as the sound arrives: 50 Hz to half the sample rate, by equal ratios. */
export function Spectrogram({ sound, track, view, seconds }: { sound: Sound; track: number; view: View; seconds: number }) {
  const [share, setShare] = useState(1);
  const tooLong = view.span > LONGEST_SECONDS;

  const canvas = useCanvas((target, width, height) => {
    const g = target.getContext("2d")!;
    g.clearRect(0, 0, width, height);
    if (tooLong) {
      return;
    }
    const dark = luminance(rgbOf(target, "background-color")) < 128;
    const colours = ramp(rgbOf(target, "background-color"), rgbOf(target, "color"), dark ? [255, 250, 240] : [20, 16, 14]);
    const bins = Float64Array.from({ length: height }, (_, row) => binOfRow(row, height, sound.sampleRate));
    const spectrum = new SpectrumAt();
    let stopped = false;

    const column = (samples: Float32Array, centre: number, image: ImageData, x: number) => {
      const levels = spectrum.compute(samples, centre);
      for (let row = 0; row < height; row++) {
        const bin = bins[row]!;
        const low = Math.floor(bin);
        const next = bins[Math.max(0, row - 1)]!;
        let db = levels[low]! + (levels[Math.min(low + 1, levels.length - 1)]! - levels[low]!) * (bin - low);
        for (let k = low + 1; k < next && k < levels.length; k++) {
          db = Math.max(db, levels[k]!); // where a row covers many bins, the loudest: no partial is lost
        }
        const at = 4 * (row * image.width + x);
        const colour = 3 * shade(db);
        image.data[at] = colours[colour]!;
        image.data[at + 1] = colours[colour + 1]!;
        image.data[at + 2] = colours[colour + 2]!;
        image.data[at + 3] = 255;
      }
    };

    const run = async () => {
      const frameOf = (x: number) => (view.start + ((x + 0.5) / width) * view.span) * sound.sampleRate;
      for (let x = 0; x < width && frameOf(x) < sound.frames && !stopped; ) {
        const index = sound.chunkOf(frameOf(x));
        const chunk = await sound.load(index);
        if (stopped) {
          return;
        }
        const channels = chunk[track]!;
        const samples = channels.length === 1 ? channels[0]! : channels[0]!.map((v, i) => 0.5 * (v + channels[1]![i]!));
        let end = x;
        while (end < width && end - x < 128 && frameOf(end) < sound.frames && sound.chunkOf(frameOf(end)) === index) {
          end++;
        }
        const image = g.createImageData(end - x, height);
        for (let c = x; c < end; c++) {
          // Kept off the chunk's ends, beyond which there would be silence that the song does not have.
          const centre = Math.round(frameOf(c)) - index * sound.chunkFrames;
          const inner = Math.min(Math.max(centre, FFT_FRAMES / 2), Math.max(FFT_FRAMES / 2, samples.length - FFT_FRAMES / 2));
          column(samples, inner, image, c - x);
        }
        g.putImageData(image, x, 0);
        x = end;
        setShare(x / width);
        await new Promise((rest) => setTimeout(rest));
      }
      setShare(1);
    };
    run().catch(() => setShare(1)); // playing the same place tells what is wrong
    return () => {
      stopped = true;
    };
  }, [sound, track, view.start, view.span, seconds, tooLong]);

  return (
    <>
      <canvas className="spectrogram" ref={canvas} />
      {tooLong && <p className="lane-note">{texts.player.spectrogramLong}</p>}
      {share < 1 && !tooLong && <p className="lane-note">{texts.player.spectrogramBusy(Math.floor(100 * share))}</p>}
      {!tooLong &&
        MARKS_HZ.map((hz) => (
          <span key={hz} className="hz" style={{ top: `${rowOfHz(hz, 100, sound.sampleRate)}%` }}>
            {hz < 1000 ? hz : `${hz / 1000}k`}
          </span>
        ))}
    </>
  );
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
