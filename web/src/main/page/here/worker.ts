import { failureOf } from "./failure";
import { OnnxNetwork } from "./network";
import { takeApart } from "./take-apart";
import type { News, Order } from "./work";

/** The worker that takes songs apart, one after another. The model of the last song stays open. */
let opened: { model: string; network: OnnxNetwork } | null = null;

const tell = (news: News) => postMessage(news);

async function network(order: Order): Promise<OnnxNetwork> {
  const { model } = order.addresses;
  if (opened?.model !== model) {
    await opened?.network.close();
    opened = null;
    opened = { model, network: await OnnxNetwork.open(order.card, order.addresses, (loaded, total) => tell({ kind: "fetching", loaded, total })) };
  }
  return opened.network;
}

addEventListener("message", (e: MessageEvent<Order>) => {
  takeApart(e.data, () => network(e.data), tell).catch((reason: unknown) => {
    tell({ kind: "failed", failure: failureOf(reason) });
  });
});
