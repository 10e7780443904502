import type { PortRings, SharedRings, Sizes } from "./exchange";
import type { LiveNetwork, LiveSettings } from "./separator";

/** What the page tells the audio thread. */
export type ToProcessor =
  | { kind: "begin"; network: LiveNetwork; settings: LiveSettings; sizes: Sizes; rings: SharedRings | PortRings }
  | { kind: "gains"; gains: number[] }
  /** Sends what comes out from now on to a port, as `Recorded`. */
  | { kind: "record"; port: MessagePort }
  | { kind: "stop-recording" };

/** What the audio thread tells the page, some times a second. */
export type LiveStatus = {
  /** Peaks, 1 = full scale: of each stem, and of what is heard. */
  peaks: number[];
  latencyFrames: number;
  slackHops: number;
  hops: number;
  /** Hops whose mask was late or missing. */
  late: number;
  /** Share of a hop that the network is at work, in the mean of the last seconds. */
  load: number;
  /** Whether the untouched sound is heard instead, as the network is late. */
  dry: boolean;
};

/** A piece of a recording, `[stems, and the mix last][channels][frames]`; null = it is over. */
export type Recorded = Float32Array<ArrayBuffer>[][] | null;
