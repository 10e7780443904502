/**
 * What lies between the audio thread and the network: spectra go out, masks come back, each by a number that counts up
 * from 0. The network answers every spectrum in order, as its memory needs; only when too many wait are spectra skipped.
 * The audio thread's side never waits.
 */
export type MaskExchange = {
  /** Where the next spectrum is to be written, `[4 · bins]`; null if too many wait already. */
  next(): Float32Array | null;
  /** Hands over the spectrum that `next` gave room for. */
  offer(): void;
  /** How many masks are there: those of numbers below. */
  answered(): number;
  /** The mask of a number, `[stems · 2 · bins]`: one of the last `RING` that were answered. */
  mask(number: number): Float32Array;
  /** Seconds that the network was at work so far. */
  busySeconds(): number;
};

/** The network's side. `answer` turns spectra into masks until the exchange is closed. */
export type Answer = (spectrum: Float32Array<ArrayBuffer>) => Promise<Float32Array>;

/** Spectra that may wait, and masks that are kept: 370 ms at 11.6 ms a hop. */
export const RING = 32;

/** Sizes of a spectrum and of a mask, in numbers. */
export type Sizes = { spectrum: number; mask: number };

/** Both rings in memory that two threads share: needs a page that is isolated from other origins. */
export type SharedRings = { kind: "shared"; control: Int32Array; spectra: Float32Array; masks: Float32Array };
/** Two ports, where memory cannot be shared. */
export type PortRings = { kind: "port"; port: MessagePort };

const OFFERED = 0;
const ANSWERED = 1;
const CLOSED = 2;
const BUSY_MICROSECONDS = 3;

export function sharedRings({ spectrum, mask }: Sizes): SharedRings {
  const floats = (n: number) => new Float32Array(new SharedArrayBuffer(4 * n));
  return { kind: "shared", control: new Int32Array(new SharedArrayBuffer(16)), spectra: floats(RING * spectrum), masks: floats(RING * mask) };
}

/** The audio thread's side of shared rings: an ordered store publishes, and wakes the network. */
export class SharedExchange implements MaskExchange {
  private readonly spectra: Float32Array[];
  private readonly masks: Float32Array[];
  private offered = 0;

  constructor(private readonly rings: SharedRings) {
    this.spectra = rows(rings.spectra);
    this.masks = rows(rings.masks);
  }

  next(): Float32Array | null {
    return this.offered - this.answered() < RING ? this.spectra[this.offered % RING]! : null;
  }

  offer(): void {
    Atomics.store(this.rings.control, OFFERED, ++this.offered);
    Atomics.notify(this.rings.control, OFFERED);
  }

  answered(): number {
    return Atomics.load(this.rings.control, ANSWERED);
  }

  mask(number: number): Float32Array {
    return this.masks[number % RING]!;
  }

  busySeconds(): number {
    return (Atomics.load(this.rings.control, BUSY_MICROSECONDS) >>> 0) / 1e6;
  }
}

/** The network's side of shared rings; ends when they are closed. Blocks its thread while there is nothing to do. */
export async function answerShared(rings: SharedRings, answer: Answer): Promise<void> {
  const { control } = rings;
  const masks = rows(rings.masks);
  const spectra = rows(rings.spectra);
  const spectrum = new Float32Array(spectra[0]!.length); // the runtime takes no shared memory
  for (let number = 0; Atomics.load(control, CLOSED) === 0; ) {
    if (number === Atomics.load(control, OFFERED)) {
      Atomics.wait(control, OFFERED, number, 100);
      continue;
    }
    const began = performance.now();
    spectrum.set(spectra[number % RING]!);
    masks[number % RING]!.set(await answer(spectrum));
    Atomics.add(control, BUSY_MICROSECONDS, Math.round(1000 * (performance.now() - began)));
    Atomics.store(control, ANSWERED, ++number);
  }
}

export function closeShared(rings: SharedRings): void {
  Atomics.store(rings.control, CLOSED, 1);
  Atomics.notify(rings.control, OFFERED);
}

type PortMask = { mask: Float32Array<ArrayBuffer>; spectrum: Float32Array<ArrayBuffer>; seconds: number };

/** The audio thread's side of ports: arrays travel to and fro, nothing is copied. */
export class PortExchange implements MaskExchange {
  private readonly free: Float32Array<ArrayBuffer>[];
  private readonly masks: Float32Array[] = [];
  private offered = 0;
  private count = 0;
  private busy = 0;

  constructor(private readonly port: MessagePort, { spectrum }: Sizes) {
    this.free = Array.from({ length: RING }, () => new Float32Array(spectrum));
    port.onmessage = (e: MessageEvent<PortMask>) => {
      this.masks[this.count++ % RING] = e.data.mask;
      this.free.push(e.data.spectrum);
      this.busy += e.data.seconds;
    };
  }

  next(): Float32Array | null {
    return this.offered - this.count < RING ? this.free.at(-1)! : null;
  }

  offer(): void {
    const spectrum = this.free.pop()!;
    this.offered++;
    this.port.postMessage(spectrum, [spectrum.buffer]);
  }

  answered(): number {
    return this.count;
  }

  mask(number: number): Float32Array {
    return this.masks[number % RING]!;
  }

  busySeconds(): number {
    return this.busy;
  }
}

/** The network's side of ports. Fails with whatever `answer` fails with; else it ends with its thread. */
export function answerPort({ port }: PortRings, answer: Answer): Promise<void> {
  return new Promise((_end, failed) => {
    let before = Promise.resolve();
    port.onmessage = (e: MessageEvent<Float32Array<ArrayBuffer>>) => {
      before = before.then(async () => {
        const began = performance.now();
        const mask = new Float32Array(await answer(e.data)); // the runtime's own memory stays
        const reply: PortMask = { mask, spectrum: e.data, seconds: (performance.now() - began) / 1000 };
        port.postMessage(reply, [mask.buffer, e.data.buffer]);
      });
      before.catch(failed);
    };
  });
}

function rows(ring: Float32Array): Float32Array[] {
  const size = ring.length / RING;
  return Array.from({ length: RING }, (_, i) => ring.subarray(i * size, (i + 1) * size));
}
