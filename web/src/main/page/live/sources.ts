import { texts } from "../texts";

/** Where live sound comes from. */
export type SourceKind = "microphone" | "shared" | "file";

/** Those that this browser has. */
export function sourceKinds(): SourceKind[] {
  const devices = typeof navigator === "undefined" ? undefined : navigator.mediaDevices;
  return [
    ...(devices?.getUserMedia !== undefined ? ["microphone" as const] : []),
    ...(devices?.getDisplayMedia !== undefined ? ["shared" as const] : []),
    "file",
  ];
}

/** A source that is open. */
export type Source = {
  node: AudioNode;
  /** What the browser says of its own delay, in seconds. */
  seconds: number;
  close(): void;
};

/** Nothing that the browser does for speech: it would take the music for noise. */
const PLAIN = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/** Asks for the sound. To be called at once on a click: browsers ask the person only then. */
export function askFor(kind: Exclude<SourceKind, "file">): Promise<MediaStream> {
  if (kind === "microphone") {
    return navigator.mediaDevices.getUserMedia({ audio: { ...PLAIN, channelCount: { ideal: 2 } } });
  }
  // A picture must be asked for too; it is let go at once. The tab itself falls silent, else it would be heard twice.
  const options = { video: true, audio: { ...PLAIN, suppressLocalAudioPlayback: true }, systemAudio: "include" };
  return navigator.mediaDevices.getDisplayMedia(options as DisplayMediaStreamOptions);
}

/**
 * @param ended called when the sound ends by itself: a device was taken away, or sharing was stopped
 * @throws Error with a sentence if nothing was shared that has a sound
 */
export function sourceOf(context: AudioContext, stream: MediaStream, ended: () => void): Source {
  const [track] = stream.getAudioTracks();
  stream.getVideoTracks().forEach((picture) => picture.stop());
  if (!track) {
    throw new Error(texts.live.noSoundShared);
  }
  track.addEventListener("ended", ended);
  const latency = (track.getSettings() as { latency?: number }).latency ?? 0;
  return { node: context.createMediaStreamSource(stream), seconds: latency, close: () => stream.getTracks().forEach((t) => t.stop()) };
}

/** A file that is played over and over. Memory is that of the browser's own player. */
export function sourceOfFile(context: AudioContext, file: File, failed: (why: string) => void): Source {
  const player = new Audio(URL.createObjectURL(file));
  player.loop = true;
  player.onerror = () => failed(texts.live.fileUnreadable(file.name));
  player.play().catch(() => {
    // `onerror` says why.
  });
  return {
    node: context.createMediaElementSource(player), seconds: 0,
    close: () => {
      player.onerror = null;
      player.pause();
      URL.revokeObjectURL(player.src);
      player.removeAttribute("src");
    },
  };
}
