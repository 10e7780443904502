/** Finds songs among files that are dropped, chosen or pasted. Whether a file is a song, the server finds out by decoding it. */

const SOUND = new Set(
  ("wav wave flac mp3 m4a m4b mp4 aac ogg oga opus wma aif aiff aifc caf amr ac3 eac3 dts ape wv tta mka mkv webm mov " +
    "avi mpg mpeg ts m2ts 3gp alac w64 rf64 bwf au snd mpc spx dsf dff tak").split(" "),
);
const NO_SOUND = new Set(
  ("jpg jpeg png gif webp bmp tif tiff svg heic pdf txt md rtf doc docx xls xlsx nfo cue log m3u m3u8 pls sfv md5 json " +
    "xml html htm css js zip rar 7z gz ini db url lnk lrc asd exe dll").split(" "),
);

/** False only for files that certainly hold no sound; in folders (`strict`) also for files of unknown kind. */
export function maybeSong(file: Pick<File, "name" | "type">, strict: boolean): boolean {
  const ending = file.name.slice(file.name.lastIndexOf(".") + 1).toLowerCase();
  if (file.name.startsWith(".")) {
    return false;
  }
  if (SOUND.has(ending) || /^(audio|video)\//.test(file.type)) {
    return true;
  }
  return !strict && !NO_SOUND.has(ending) && !/^(image|text)\//.test(file.type);
}

/** Songs, in order of their names, and how many files were none. */
export type Found = { songs: File[]; leftOut: number };

export function songsAmong(files: Iterable<File>, strict: boolean): Found {
  const all = [...files];
  const songs = all.filter((file) => maybeSong(file, strict));
  const order = new Intl.Collator(undefined, { numeric: true });
  return { songs: songs.sort((a, b) => order.compare(a.name, b.name)), leftOut: all.length - songs.length };
}

/** Songs among what was dropped or pasted, folders and what is in them included. */
export async function songsIn(data: DataTransfer): Promise<Found> {
  // The list is emptied after this event: take everything out of it before the first wait.
  const entries = [...data.items].filter((i) => i.kind === "file").map((i) => ({ entry: i.webkitGetAsEntry?.() ?? null, file: i.getAsFile() }));
  const found: Found = { songs: [], leftOut: 0 };
  for (const { entry, file } of entries) {
    const part = entry?.isDirectory
      ? songsAmong(await filesUnder(entry as FileSystemDirectoryEntry), true)
      : songsAmong(file ? [file] : [], false);
    found.songs.push(...part.songs);
    found.leftOut += part.leftOut;
  }
  return found;
}

async function filesUnder(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const files: File[] = [];
  for (;;) {
    // Chrome hands out a hundred entries at a time.
    const entries = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (entries.length === 0) {
      return files;
    }
    for (const entry of entries) {
      if (entry.isDirectory) {
        files.push(...(await filesUnder(entry as FileSystemDirectoryEntry)));
      } else {
        files.push(await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed)));
      }
    }
  }
}
