import { useEffect } from "react";
import { texts } from "../texts";
import type { Engine, EngineState } from "./engine";

/** Longer than five seconds: browsers give shorter sounds no controls. */
const SECONDS = 10;
const RATE = 8000;

/**
 * Keys for play, pause and seek on keyboards, headphones and lock screens. Browsers give them to pages that play a media
 * element; what Web Audio plays does not count, so an element plays silence beside it.
 */
export function useMediaKeys(engine: Engine, name: string, now: EngineState, seconds: number): void {
  const { playing } = now;
  useEffect(() => {
    if (!("mediaSession" in navigator)) {
      return;
    }
    const session = navigator.mediaSession;
    session.metadata = new MediaMetadata({ title: name, artist: texts.name });
    const handlers: [MediaSessionAction, MediaSessionActionHandler][] = [
      ["play", () => void engine.play()],
      ["pause", () => engine.pause()],
      ["stop", () => engine.pause()],
      ["previoustrack", () => engine.seek(0)],
      ["seekbackward", (e) => engine.seek(engine.seconds() - (e.seekOffset ?? 5))],
      ["seekforward", (e) => engine.seek(engine.seconds() + (e.seekOffset ?? 5))],
      ["seekto", (e) => engine.seek(e.seekTime ?? 0)],
    ];
    handlers.forEach(([action, handler]) => session.setActionHandler(action, handler));
    return () => {
      handlers.forEach(([action]) => session.setActionHandler(action, null));
      session.metadata = null;
      session.playbackState = "none";
    };
  }, [engine, name]);

  useEffect(() => {
    if (!playing || !("mediaSession" in navigator)) {
      return;
    }
    const silence = new Audio(silentFile());
    silence.loop = true;
    silence.play().catch(() => {
      // A browser that wants a click on the element itself: then there are no keys, and all else works.
    });
    navigator.mediaSession.playbackState = "playing";
    const tell = () => navigator.mediaSession.setPositionState({ duration: seconds, position: Math.min(seconds, engine.seconds()), playbackRate: 1 });
    tell();
    const timer = setInterval(tell, 5000);
    return () => {
      clearInterval(timer);
      silence.pause();
      navigator.mediaSession.playbackState = "paused";
    };
  }, [engine, playing, seconds]);
}

let silent: string | null = null;

function silentFile(): string {
  if (silent === null) {
    const view = new DataView(new ArrayBuffer(44 + SECONDS * RATE));
    const text = (at: number, of: string) => [...of].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
    text(0, "RIFF");
    view.setUint32(4, view.byteLength - 8, true);
    text(8, "WAVEfmt ");
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, 1, true);
    view.setUint32(24, RATE, true);
    view.setUint32(28, RATE, true);
    view.setUint16(32, 1, true);
    view.setUint16(34, 8, true);
    text(36, "data");
    view.setUint32(40, SECONDS * RATE, true);
    new Uint8Array(view.buffer, 44).fill(128); // silence of 8 bit
    silent = URL.createObjectURL(new Blob([view.buffer], { type: "audio/wav" }));
  }
  return silent;
}
