import type { Activity, Job, Peaks } from "../api/client";
import type { Engine } from "./engine";

/** A finished job with all that the player needs of it. `peaks`: waveforms by stem, the mix included. */
export type LoadedSong = { job: Job; engine: Engine; peaks: Map<string, Peaks>; activity: Activity | null };
