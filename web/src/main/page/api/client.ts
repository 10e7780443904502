import type { components } from "./schema";
import { ApiError, apiErrorOf } from "./problem";

type Schemas = components["schemas"];
export type Job = Schemas["Job"];
export type Progress = Schemas["Progress"];
export type Format = Schemas["Format"];
export type Bits = Schemas["Bits"];
export type Model = Schemas["Model"];
export type Limits = Schemas["Limits"];
export type Peaks = Schemas["Peaks"];
export type Activity = Schemas["Activity"];
export type Feedback = Schemas["Feedback"];
export type FeedbackInput = Schemas["FeedbackInput"];
export type Region = Schemas["Region"];
export type Verdict = Schemas["Verdict"];
type Ticket = Schemas["Ticket"];

export const BASE = "/api/v1";
const KEY = "isolator.key";

/** Sends requests to the server, with the key if there is one. Failures are [ApiError]s, with a sentence to show. */
export class Client {
  private key: string | null;
  private readonly tickets = new Map<string, Ticket>();

  /** @param share the token of a link, in place of a key: one job can be read with it */
  constructor(private readonly share: string | null = null) {
    this.key = share ?? sessionStorage.getItem(KEY);
  }

  hasKey(): boolean {
    return this.key !== null;
  }

  useKey(key: string | null): void {
    this.key = key;
    this.tickets.clear();
    if (key === null) {
      sessionStorage.removeItem(KEY);
    } else {
      sessionStorage.setItem(KEY, key);
    }
  }

  headers(): Record<string, string> {
    return this.key === null ? {} : { Authorization: `Bearer ${this.key}` };
  }

  /** A response of status 2xx. A `GET` that was refused for a while is repeated after the server's `Retry-After`, up to three times. */
  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
      const response = await fetch(path.startsWith("/") ? path : `${BASE}/${path}`, {
        ...init,
        headers: { ...this.headers(), ...(init.headers as Record<string, string> | undefined) },
      }).catch((e: unknown) => {
        throw init.signal?.aborted ? e : ApiError.offline();
      });
      if (response.ok) {
        return response;
      }
      const error = await apiErrorOf(response);
      const again = (init.method ?? "GET") === "GET" && (error.status === 429 || error.status === 503) && attempt < 3;
      if (!again) {
        throw error;
      }
      await new Promise((wake) => setTimeout(wake, 1000 * Math.min(error.retryAfterSeconds ?? 1, 30)));
    }
  }

  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await this.ask(path, signal ? { signal } : {})).json() as Promise<T>;
  }

  async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    const response = await this.ask(path, { method, ...json });
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  jobs(before?: string): Promise<Schemas["JobList"]> {
    return this.get(before ? `jobs?before=${before}` : "jobs");
  }

  /** An address that a link or an EventSource can use, which cannot send the key: it gets a ticket instead. */
  async linkTo(job: string, address: string): Promise<string> {
    if (this.key === null) {
      return address;
    }
    const withTicket = (ticket: string) => `${address}${address.includes("?") ? "&" : "?"}ticket=${encodeURIComponent(ticket)}`;
    if (this.share !== null) {
      return withTicket(this.share);
    }
    let ticket = this.tickets.get(job);
    if (!ticket || Date.parse(ticket.expiresAt) < Date.now() + 60_000) {
      ticket = await this.send<Ticket>("POST", `jobs/${job}/ticket`);
      this.tickets.set(job, ticket);
    }
    return withTicket(ticket.ticket);
  }

  /** Has the browser save a result under the name that the server gives it. */
  async download(job: string, address: string): Promise<void> {
    const link = document.createElement("a");
    link.href = await this.linkTo(job, `${address}${address.includes("?") ? "&" : "?"}download=1`);
    link.download = "";
    document.body.append(link);
    link.click();
    link.remove();
  }
}

/** What the player asks for a job that is done; on the server, or in this browser. */
export type Results = Pick<Client, "get" | "ask" | "download">;

/** Unique enough to repeat a request by; `crypto.randomUUID` is missing on pages without TLS. */
export function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}
