import { useEffect, useRef, useState } from "react";
import { type Found, songsIn } from "./songs/files";

/**
 * Takes files that are dropped anywhere on the page, or pasted: otherwise the browser would open a file that misses the
 * drop zone, and leave the page. Returns whether files are being dragged over it.
 */
export function useDrops(take: (found: Found) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;

  useEffect(() => {
    let depth = 0;
    const hasFiles = (e: DragEvent) => e.dataTransfer?.types.includes("Files") ?? false;
    const handlers: Record<string, (e: DragEvent) => void> = {
      dragenter: () => setOver(++depth > 0),
      dragleave: () => setOver(--depth > 0),
      dragover: (e) => e.preventDefault(),
      drop: (e) => {
        e.preventDefault();
        depth = 0;
        setOver(false);
        void songsIn(e.dataTransfer!).then((found) => latest.current(found));
      },
    };
    const guarded = Object.entries(handlers).map(([name, handler]) => {
      const on = (e: Event) => hasFiles(e as DragEvent) && handler(e as DragEvent);
      addEventListener(name, on);
      return [name, on] as const;
    });
    const onPaste = (e: ClipboardEvent) => {
      if (e.clipboardData && e.clipboardData.files.length > 0) {
        e.preventDefault();
        void songsIn(e.clipboardData).then((found) => latest.current(found));
      }
    };
    addEventListener("paste", onPaste);
    return () => {
      guarded.forEach(([name, on]) => removeEventListener(name, on));
      removeEventListener("paste", onPaste);
    };
  }, []);

  return over;
}
