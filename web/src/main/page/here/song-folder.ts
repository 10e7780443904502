/**
 * A song's folder in the origin private file system, which the browser keeps on disk for this page alone:
 *
 * | file | what |
 * |---|---|
 * | `input` | the file that was chosen |
 * | `STEM.wav`, `mix.wav` | samples as 32-bit floats |
 * | `STEM.peaks`, `mix.peaks` | the waveform, of `PeaksWriter` |
 * | `activity.json` | where somebody sings |
 */
const ROOT = "isolator";

export async function songFolder(id: string): Promise<FileSystemDirectoryHandle> {
  return (await rootFolder()).getDirectoryHandle(id, { create: true });
}

export async function readFile(id: string, name: string): Promise<File> {
  return (await (await (await rootFolder()).getDirectoryHandle(id)).getFileHandle(name)).getFile();
}

/** Opens a file to write, made if need be; no other page or worker may have it open. In a worker only. */
export async function openFile(folder: FileSystemDirectoryHandle, name: string): Promise<FileSystemSyncAccessHandle> {
  const file = await folder.getFileHandle(name, { create: true });
  return whenFree(() => file.createSyncAccessHandle());
}

/** Removes a song's files. */
export async function removeFolder(id: string): Promise<void> {
  await whenFree(async () => (await rootFolder()).removeEntry(id, { recursive: true })).catch((e: unknown) => {
    if (!isNamed(e, "NotFoundError")) {
      throw e;
    }
  });
}

/** Tries again, for 5 s, while a file is open: the worker of a page that was closed has its files for a moment more. */
async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (e) {
      if (attempt === 10 || !(isNamed(e, "NoModificationAllowedError") || isNamed(e, "InvalidStateError"))) { // the latter: Safari
        throw e;
      }
      await new Promise((wake) => setTimeout(wake, 100 * (attempt + 1)));
    }
  }
}

const isNamed = (e: unknown, name: string) => e instanceof DOMException && e.name === name;

/** The songs that have a folder. */
export async function songFolders(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (await rootFolder()).keys()) {
    names.push(name);
  }
  return names;
}

async function rootFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(ROOT, { create: true });
}

/** Bytes of the header that `wavHeaderOf` makes: of a file of floats, the samples begin here. */
export const HEADER_SIZE = 80;

/**
 * A WAV header of `HEADER_SIZE` bytes; over 4 GB it is RF64.
 * Source: EBU Tech 3306, RF64, 2009; the chunk for sizes is there as `JUNK` in smaller files.
 */
export function wavHeaderOf(bits: 16 | 24 | "32f", channels: number, sampleRate: number, frames: number): ArrayBuffer {
  const width = bits === "32f" ? 32 : bits;
  const align = (channels * width) / 8;
  const data = frames * align;
  const long = data + HEADER_SIZE > 0xffffffff;
  const view = new DataView(new ArrayBuffer(HEADER_SIZE));
  const text = (at: number, word: string) => [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, long ? "RF64" : "RIFF");
  view.setUint32(4, long ? 0xffffffff : HEADER_SIZE - 8 + data + (data & 1), true);
  text(8, "WAVE");
  text(12, long ? "ds64" : "JUNK");
  view.setUint32(16, 28, true);
  if (long) {
    view.setBigUint64(20, BigInt(HEADER_SIZE - 8) + BigInt(data), true);
    view.setBigUint64(28, BigInt(data), true);
    view.setBigUint64(36, BigInt(frames), true);
  }
  text(48, "fmt ");
  view.setUint32(52, 16, true);
  view.setUint16(56, bits === "32f" ? 3 : 1, true);
  view.setUint16(58, channels, true);
  view.setUint32(60, sampleRate, true);
  view.setUint32(64, sampleRate * align, true);
  view.setUint16(68, align, true);
  view.setUint16(70, width, true);
  text(72, "data");
  view.setUint32(76, long ? 0xffffffff : data, true);
  return view.buffer;
}
