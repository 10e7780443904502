import loader from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import runtime from "virtual:onnx-runtime";
import type { Addresses } from "./network";

/** Whole, as the worker's own addresses are relative to its script. */
export const addressOfModel = (file: string) => new URL(`${import.meta.env.BASE_URL}models/${file}`, document.baseURI).href;

/** What a network needs. The model's address has its hash too: a host may keep it for ever. */
export function addressesOf({ file, sha256 }: { file: string; sha256: string }): Addresses {
  return { runtime, loader, model: addressOfModel(`${file}?${sha256.slice(0, 16)}`) };
}

/** A worker of `worker.ts`; each has one task at a time. */
export function newWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "isolator" });
}
