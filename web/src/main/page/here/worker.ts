import { answerPort, answerShared } from "../live/exchange";
import { StreamNetwork } from "../live/stream-network";
import { failureOf } from "./failure";
import { Downloads, fetchNetwork } from "./network";
import { OpenNetworks } from "./networks";
import { completeRecording, recordFrom } from "./recording";
import { takeApart } from "./take-apart";
import type { CompleteOrder, LiveNews, LiveOrder, News, Order, RecordNews, RecordOrder } from "./work";

/** The worker that takes songs apart, one after another; or answers for live sound, or records it. */
let stream: StreamNetwork | null = null;

const tell = (news: News | LiveNews | RecordNews) => postMessage(news);
const fetching = (loaded: number, total: number) => tell({ kind: "fetching", loaded, total });
const networks = new OpenNetworks(fetching);

/** More threads than one make a hop slower. */
async function openStream({ card, addresses }: Extract<LiveOrder, { kind: "live" }>): Promise<void> {
  stream = await StreamNetwork.of(await fetchNetwork(card, addresses, 1, new Downloads(fetching)), card);
  tell({ kind: "opened", times: await stream.measure(), sizes: { spectrum: stream.spectrumSize, mask: stream.maskSize } });
}

async function work(order: Order | CompleteOrder | RecordOrder | LiveOrder): Promise<void> {
  switch (order.kind) {
    case "song":
      return takeApart(order, () => networks.forSong(order), tell);
    case "complete":
      return completeRecording(order, () => networks.forVoice(order.voice), tell);
    case "record":
      await recordFrom(order.port, order.id, order.tracks);
      tell({ kind: "written" });
      return;
    case "live":
      return openStream(order);
    case "answer":
      return order.rings.kind === "shared" ? answerShared(order.rings, stream!.answer) : answerPort(order.rings, stream!.answer);
  }
}

addEventListener("message", (e: MessageEvent<Order | CompleteOrder | RecordOrder | LiveOrder>) => {
  work(e.data).catch((reason: unknown) => tell({ kind: "failed", failure: failureOf(reason) }));
});
