import { Stretcher } from "./stretcher";

/** What the worker is asked: to open, to start at a place, and to make frames. Answered in order. */
export type StretchOrder =
  | { kind: "open"; channels: number; sampleRate: number; tempo: number }
  | { kind: "start"; before: Float32Array<ArrayBuffer>[] }
  | { kind: "make"; input: Float32Array<ArrayBuffer>[]; frames: number };

export type StretchAnswer =
  | { kind: "opened"; inputLatency: number; outputLatency: number }
  | { kind: "started" }
  | { kind: "made"; output: Float32Array<ArrayBuffer>[] }
  | { kind: "failed"; reason: string };

let stretcher: Stretcher | null = null;
let before = Promise.resolve();

async function answerTo(order: StretchOrder): Promise<StretchAnswer> {
  switch (order.kind) {
    case "open":
      stretcher = await Stretcher.open(order.channels, order.sampleRate, order.tempo);
      return { kind: "opened", inputLatency: stretcher.inputLatency, outputLatency: stretcher.outputLatency };
    case "start":
      stretcher!.start(order.before);
      return { kind: "started" };
    case "make":
      return { kind: "made", output: stretcher!.process(order.input, order.frames) };
  }
}

addEventListener("message", (e: MessageEvent<StretchOrder>) => {
  before = before.then(async () => {
    const answer = await answerTo(e.data).catch((reason: unknown): StretchAnswer => ({ kind: "failed", reason: String(reason) }));
    postMessage(answer, { transfer: answer.kind === "made" ? answer.output.map((channel) => channel.buffer) : [] });
  });
});
