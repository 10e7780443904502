/** Which stems somebody wants: both, the voice alone, or the music alone. */
export type Choice = "both" | "voice" | "music";
