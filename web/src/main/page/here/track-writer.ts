import { PeaksWriter } from "./peaks";
import { HEADER_SIZE, openFile, wavHeaderOf } from "./song-folder";

/** Writes one track of a song into its folder while it is made: samples as floats, and the waveform. In a worker only. */
export class TrackWriter {
  private at = HEADER_SIZE;
  private frames = 0;

  private constructor(
    readonly name: string,
    private readonly folder: FileSystemDirectoryHandle,
    private readonly file: FileSystemSyncAccessHandle,
    private readonly channels: number,
    private readonly sampleRate: number,
    private readonly wave: PeaksWriter,
  ) {}

  static async open(folder: FileSystemDirectoryHandle, name: string, channels: number, sampleRate: number): Promise<TrackWriter> {
    const file = await openFile(folder, `${name}.wav`);
    file.truncate(0);
    return new TrackWriter(name, folder, file, channels, sampleRate, new PeaksWriter(sampleRate));
  }

  write(samples: readonly Float32Array[], frames: number): void {
    const out = new Float32Array(frames * this.channels);
    samples.forEach((channel, c) => {
      for (let i = 0, at = c; i < frames; i++, at += this.channels) {
        out[at] = channel[i]!;
      }
    });
    writeAll(this.file, new Uint8Array(out.buffer), this.at);
    this.at += out.byteLength;
    this.frames += frames;
    this.wave.add(samples, frames);
  }

  /** Completes the files. Returns the greatest sample. */
  async finish(): Promise<number> {
    writeAll(this.file, new Uint8Array(wavHeaderOf("32f", this.channels, this.sampleRate, this.frames)), 0);
    this.close();
    await writeFile(this.folder, `${this.name}.peaks`, new Uint8Array(this.wave.finish().buffer));
    return this.wave.peak;
  }

  close(): void {
    this.file.close();
  }
}

export async function writeFile(folder: FileSystemDirectoryHandle, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const file = await openFile(folder, name);
  try {
    file.truncate(0);
    writeAll(file, bytes, 0);
  } finally {
    file.close();
  }
}

/** Copies a file into the folder, part by part. */
export async function copyFile(folder: FileSystemDirectoryHandle, name: string, from: Blob): Promise<void> {
  const file = await openFile(folder, name);
  try {
    file.truncate(0);
    let at = 0;
    const reader = from.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      writeAll(file, part.value, at);
      at += part.value.length;
    }
  } finally {
    file.close();
  }
}

export function writeAll(file: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  const written = file.write(bytes, { at });
  if (written !== bytes.length) {
    throw new DOMException(`expected ${bytes.length} bytes to be written, were ${written}`, "QuotaExceededError");
  }
}
