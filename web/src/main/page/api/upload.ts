import { type Client, BASE, newIdempotencyKey, type Bits, type Format, type Job } from "./client";
import { Refusal, refusalFrom } from "./problem";

/** What to do with a song; missing = the server's default. */
export type Wishes = {
  keep: string[];
  model?: string;
  format?: Format;
  bits?: Bits;
  start?: number;
  duration?: number;
};

/** Above this a file goes in pieces, so that a broken connection costs one piece. */
export const PIECES_ABOVE_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 8 * 1024 * 1024;
const ATTEMPTS = 6;

export type Sending = {
  signal: AbortSignal;
  /** Bytes that the server has. */
  onProgress(bytes: number): void;
  /** The upload can be resumed from now on, even by another page. */
  onResumable(upload: string): void;
  /** An upload that was begun before. */
  resume?: string | undefined;
};

/** Sends a song and queues it. Throws a [Refusal], or an `AbortError` when `signal` fired. */
export async function sendSong(client: Client, file: File, wishes: Wishes, sending: Sending): Promise<Job> {
  const repeatable = newIdempotencyKey();
  if (file.size <= PIECES_ABOVE_BYTES && sending.resume === undefined) {
    return patiently(sending.signal, () => sendWhole(client, file, wishes, repeatable, sending));
  }
  const upload = await sendInPieces(client, file, sending);
  return patiently(sending.signal, () =>
    client
      .ask("jobs", {
        method: "POST",
        signal: sending.signal,
        headers: { "Content-Type": "application/json", "Idempotency-Key": repeatable },
        body: JSON.stringify({ upload, name: nameWithoutEnding(file.name), ...wishes }),
      })
      .then((r) => r.json() as Promise<Job>),
  );
}

export function nameWithoutEnding(name: string): string {
  const dot = name.lastIndexOf(".");
  return (dot > 0 && name.length - dot <= 6 ? name.slice(0, dot) : name).slice(0, 200);
}

function sendWhole(client: Client, file: File, wishes: Wishes, repeatable: string, sending: Sending): Promise<Job> {
  const form = new FormData();
  form.append("keep", wishes.keep.join(","));
  for (const field of ["model", "format", "bits", "start", "duration"] as const) {
    if (wishes[field] !== undefined) {
      form.append(field, String(wishes[field]));
    }
  }
  form.append("file", file, file.name);
  return request(client, "POST", "jobs", form, { "Idempotency-Key": repeatable }, sending.signal, (sent) =>
    sending.onProgress(Math.min(sent, file.size)),
  ).then((r) => JSON.parse(r.responseText) as Job);
}

/** tus 1.0: create, then PATCH by PATCH; after a break the server is asked how far it came. Returns the upload's id. */
async function sendInPieces(client: Client, file: File, sending: Sending): Promise<string> {
  const { signal } = sending;
  const tus = { "Tus-Resumable": "1.0.0" };
  let upload = sending.resume;
  let offset = -1; // not known
  if (upload === undefined) {
    const created = await patiently(signal, () =>
      client.ask("uploads", {
        method: "POST",
        signal,
        headers: { ...tus, "Upload-Length": String(file.size), "Upload-Metadata": `filename ${base64(file.name)}` },
      }),
    );
    upload = (created.headers.get("Location") ?? "").split("/").at(-1) ?? "";
    offset = 0;
    sending.onResumable(upload);
  }
  for (let attempt = 0; offset < file.size; ) {
    try {
      if (offset < 0) {
        const head = await client.ask(`uploads/${upload}`, { method: "HEAD", headers: tus, signal });
        offset = Number(head.headers.get("Upload-Offset"));
      }
      sending.onProgress(offset);
      const from = offset;
      const answer = await request(
        client,
        "PATCH",
        `uploads/${upload}`,
        file.slice(from, from + PIECE_BYTES),
        { ...tus, "Upload-Offset": String(from), "Content-Type": "application/offset+octet-stream" },
        signal,
        (sent) => sending.onProgress(Math.min(from + sent, file.size)),
      );
      offset = Number(answer.getResponseHeader("Upload-Offset"));
      attempt = 0;
    } catch (e) {
      const worth = e instanceof Refusal && (e.passing || e.kind === "offset-mismatch");
      if (!worth || ++attempt >= ATTEMPTS) {
        throw e;
      }
      offset = -1;
      await pause(waitFor(attempt, e), signal);
    }
  }
  sending.onProgress(file.size);
  return upload;
}

/** Repeats what failed for a passing reason, ever more slowly. */
async function patiently<T>(signal: AbortSignal, doing: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await doing();
    } catch (e) {
      if (!(e instanceof Refusal) || !e.passing || e.kind === "queue-full" || e.kind === "quota-exceeded" || attempt >= ATTEMPTS) {
        throw e;
      }
      await pause(waitFor(attempt, e), signal);
    }
  }
}

function waitFor(attempt: number, refusal: Refusal): number {
  return 1000 * Math.min(refusal.retryAfterSeconds ?? 2 ** (attempt - 1), 30);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((wake, stop) => {
    const timer = setTimeout(wake, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      stop(new DOMException("stopped", "AbortError"));
    }, { once: true });
  });
}

/** `fetch` tells nothing of how much was sent; XMLHttpRequest does. */
function request(
  client: Client,
  method: string,
  path: string,
  body: FormData | Blob,
  headers: Record<string, string>,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<XMLHttpRequest> {
  return new Promise((done, failed) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, `${BASE}/${path}`);
    Object.entries({ ...client.headers(), ...headers }).forEach(([name, value]) => xhr.setRequestHeader(name, value));
    xhr.upload.onprogress = (e) => onSent(e.loaded);
    xhr.onload = () =>
      xhr.status >= 200 && xhr.status < 300
        ? done(xhr)
        : failed(refusalFrom(xhr.status, xhr.getResponseHeader("Retry-After"), xhr.responseText));
    xhr.onerror = () => failed(Refusal.offline());
    xhr.onabort = () => failed(new DOMException("stopped", "AbortError"));
    if (signal.aborted) {
      xhr.onabort(new ProgressEvent("abort"));
      return;
    }
    signal.addEventListener("abort", () => xhr.abort(), { once: true });
    xhr.send(body);
  });
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text.slice(0, 200))));
}
