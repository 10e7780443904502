import { InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { SongFailure } from "../here/failure";
import { floats } from "../here/network";
import type { StreamCard } from "./stream-card";

const STATE = "state.";
const NEXT = "next.";
/** Rounds over all phases whose times count; one round before warms up. */
const ROUNDS = 5;

/** How long a network takes for a hop here, as core's `HopTimes`. Slower levels run every 2nd, 4th, 8th … hop. */
export type HopTimes = { meanMillis: number; worstMillis: number };

/**
 * A network that answers frame by frame and remembers what it needs, as `OnnxFrameModel` of core: beside `spectrum` and
 * `mask` it has inputs `state.K` and outputs `next.K` of the same shapes. One stream at a time.
 */
export class StreamNetwork {
  private states: Tensor[] = [];
  private readonly silence: Tensor[] = [];
  private before: Float32Array;

  private constructor(private readonly session: InferenceSession, private readonly card: StreamCard, private readonly shapes: readonly (readonly number[])[]) {
    this.before = new Float32Array(this.maskSize);
  }

  /** Opens a model whose bytes are here; the runtime is set up. The stream begins after silence. */
  static async of(model: Uint8Array, card: StreamCard): Promise<StreamNetwork> {
    const session = await InferenceSession.create(model, { executionProviders: ["wasm"] }).catch((e: unknown) => {
      throw new SongFailure("model", `${card.name}: the model could not be opened here (${e instanceof Error ? e.message : String(e)})`);
    });
    const shapes: (readonly number[])[] = [];
    for (let found = shapeOf(session, 0); found; found = shapeOf(session, shapes.length)) {
      shapes.push(found);
    }
    if (session.inputNames.length !== shapes.length + 1) {
      throw new SongFailure("model", `${card.name}: expected the inputs spectrum and state.0 to state.${shapes.length - 1}, found ${session.inputNames.join(", ")}`);
    }
    const network = new StreamNetwork(session, card, shapes);
    await network.beQuiet();
    return network;
  }

  get spectrumSize(): number {
    return 4 * (this.card.fftLength / 2 + 1);
  }

  get maskSize(): number {
    return 2 * this.card.stems.length * (this.card.fftLength / 2 + 1);
  }

  /** Runs silence until the states are those of a stream that has not begun. */
  private async beQuiet(): Promise<void> {
    this.states = this.shapes.map((shape) => new Tensor("float32", new Float32Array(shape.reduce((a, b) => a * b, 1)), shape));
    const nothing = new Float32Array(this.spectrumSize);
    for (let frame = 0; frame < this.card.silentFrames; frame++) {
      await this.answer(nothing);
    }
    this.silence.splice(0, this.silence.length, ...this.states);
  }

  /** Goes back to silence. */
  restart(): void {
    this.states = [...this.silence];
  }

  /**
   * Turns the stream's next spectrum into its mask. Whatever makes the network answer with no numbers is in its memory
   * then, and would stay: the memory begins anew, and the mask before is taken.
   *
   * @param spectrum `[4 · bins]`; not kept
   * @returns `[stems · 2 · bins]`; not to be changed
   */
  readonly answer = async (spectrum: Float32Array<ArrayBuffer>): Promise<Float32Array> => {
    const bins = this.card.fftLength / 2 + 1;
    const inputs: Record<string, Tensor> = { spectrum: new Tensor("float32", spectrum, [1, 4, bins, 1]) };
    this.states.forEach((state, k) => (inputs[STATE + k] = state));
    const results = await this.session.run(inputs);
    const mask = floats(results.mask);
    if (mask?.length !== this.maskSize) {
      throw new SongFailure("model", `${this.card.name}: expected masks of ${this.card.stems.length} stems, found ${mask?.length ?? "no"} numbers`);
    }
    if (!Number.isFinite(mask.reduce((sum, value) => sum + value, 0))) {
      this.restart();
      return this.before;
    }
    this.states = this.shapes.map((_, k) => results[NEXT + k]!);
    this.before = mask;
    return mask;
  };

  /** How long the network takes for a hop of noise; goes back to silence after it. */
  async measure(): Promise<HopTimes> {
    const phases = this.card.frameMultiple;
    const times = Array.from({ length: phases }, (): number[] => []);
    const noise = Float32Array.from({ length: this.spectrumSize }, () => 20 * (Math.random() - 0.5));
    for (let hop = -phases; hop < ROUNDS * phases; hop++) {
      const began = performance.now();
      await this.answer(noise);
      if (hop >= 0) {
        times[hop % phases]!.push(performance.now() - began);
      }
    }
    this.restart();
    const medians = times.map((of) => of.sort((a, b) => a - b)[Math.floor(of.length / 2)]!); // a machine stalls now and then
    return { meanMillis: medians.reduce((a, b) => a + b) / phases, worstMillis: Math.max(...medians) };
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

/** The shape of a state; null if there is none of that number. */
function shapeOf(session: InferenceSession, k: number): readonly number[] | null {
  const found = session.inputMetadata[session.inputNames.indexOf(STATE + k)];
  return found?.isTensor ? found.shape.map(Number) : null;
}
