import { type Client, BASE, newIdempotencyKey, type Bits, type Format, type Job } from "./client";
import { ApiError, apiErrorFrom } from "./problem";

/** The options of a job; missing = the server's default. */
export type JobOptions = {
  keep: string[];
  model?: string;
  format?: Format;
  bits?: Bits;
  start?: number;
  duration?: number;
  /** Take a file that is cut short as far as it goes. */
  truncated?: boolean;
};

/** Larger files are sent in chunks, so that a broken connection costs one chunk. */
export const RESUMABLE_ABOVE_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 8 * 1024 * 1024;
const ATTEMPTS = 6;

export type UploadControl = {
  signal: AbortSignal;
  /** Bytes that the server has. */
  onProgress(bytes: number): void;
  /** The upload can be resumed from now on, even by another page. */
  onResumable(upload: string): void;
  /** An upload that was begun before. */
  resume?: string | undefined;
};

/** Sends a song and queues it. Throws a [ApiError], or an `AbortError` when `signal` fired. */
export async function sendSong(client: Client, file: File, options: JobOptions, control: UploadControl): Promise<Job> {
  const repeatable = newIdempotencyKey();
  if (file.size <= RESUMABLE_ABOVE_BYTES && control.resume === undefined) {
    return withRetries(control.signal, () => sendForm(client, file, options, repeatable, control));
  }
  const upload = await sendResumable(client, file, control);
  return withRetries(control.signal, () =>
    client
      .ask("jobs", {
        method: "POST",
        signal: control.signal,
        headers: { "Content-Type": "application/json", "Idempotency-Key": repeatable },
        body: JSON.stringify({ upload, name: nameWithoutEnding(file.name), ...options }),
      })
      .then((r) => r.json() as Promise<Job>),
  );
}

export function nameWithoutEnding(name: string): string {
  const dot = name.lastIndexOf(".");
  return (dot > 0 && name.length - dot <= 6 ? name.slice(0, dot) : name).slice(0, 200);
}

function sendForm(client: Client, file: File, options: JobOptions, repeatable: string, control: UploadControl): Promise<Job> {
  const form = new FormData();
  form.append("keep", options.keep.join(","));
  for (const field of ["model", "format", "bits", "start", "duration", "truncated"] as const) {
    if (options[field] !== undefined) {
      form.append(field, String(options[field]));
    }
  }
  form.append("file", file, file.name);
  return request(client, "POST", "jobs", form, { "Idempotency-Key": repeatable }, control.signal, (sent) =>
    control.onProgress(Math.min(sent, file.size)),
  ).then((r) => JSON.parse(r.responseText) as Job);
}

/** tus 1.0: create, then one PATCH for each chunk; after a break a HEAD asks for the offset. Returns the upload's id. */
export async function sendResumable(client: Client, file: File, control: UploadControl): Promise<string> {
  const { signal } = control;
  const tus = { "Tus-Resumable": "1.0.0" };
  let upload = control.resume;
  let offset = -1; // not known
  if (upload === undefined) {
    const created = await withRetries(signal, () =>
      client.ask("uploads", {
        method: "POST",
        signal,
        headers: { ...tus, "Upload-Length": String(file.size), "Upload-Metadata": `filename ${base64(file.name)}` },
      }),
    );
    upload = (created.headers.get("Location") ?? "").split("/").at(-1) ?? "";
    offset = 0;
    control.onResumable(upload);
  }
  for (let attempt = 0; offset < file.size; ) {
    try {
      if (offset < 0) {
        const head = await client.ask(`uploads/${upload}`, { method: "HEAD", headers: tus, signal });
        offset = Number(head.headers.get("Upload-Offset"));
      }
      control.onProgress(offset);
      const from = offset;
      const answer = await request(
        client,
        "PATCH",
        `uploads/${upload}`,
        file.slice(from, from + CHUNK_BYTES),
        { ...tus, "Upload-Offset": String(from), "Content-Type": "application/offset+octet-stream" },
        signal,
        (sent) => control.onProgress(Math.min(from + sent, file.size)),
      );
      offset = Number(answer.getResponseHeader("Upload-Offset"));
      attempt = 0;
    } catch (e) {
      const worth = e instanceof ApiError && (e.isTransient || e.kind === "offset-mismatch");
      if (!worth || ++attempt >= ATTEMPTS) {
        throw e;
      }
      offset = -1;
      await pause(waitFor(attempt, e), signal);
    }
  }
  control.onProgress(file.size);
  return upload;
}

/** Repeats what failed for a transient reason, after longer and longer pauses. */
async function withRetries<T>(signal: AbortSignal, doing: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await doing();
    } catch (e) {
      if (!(e instanceof ApiError) || !e.isTransient || e.kind === "queue-full" || e.kind === "quota-exceeded" || attempt >= ATTEMPTS) {
        throw e;
      }
      await pause(waitFor(attempt, e), signal);
    }
  }
}

function waitFor(attempt: number, error: ApiError): number {
  return 1000 * Math.min(error.retryAfterSeconds ?? 2 ** (attempt - 1), 30);
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

/** XMLHttpRequest, because `fetch` does not report how much was sent. */
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
        : failed(apiErrorFrom(xhr.status, xhr.getResponseHeader("Retry-After"), xhr.responseText));
    xhr.onerror = () => failed(ApiError.offline());
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
