import type { components } from "./schema";
import { texts } from "../texts";

type Problem = components["schemas"]["Problem"];

const PREFIX = "urn:isolator:problem:";

/** The server refused a request or did not answer. The message is a sentence for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** The problem's kind, `offline`, or `unknown`. */
    readonly kind: string,
    /** Of HTTP; 0 = no answer. */
    readonly status: number,
    message: string,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }

  static offline(): ApiError {
    return new ApiError("offline", 0, texts.problems.offline);
  }

  /** Whether the same request may succeed later, without any change. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** Turns a response without success into an error: with the server's own sentence if it gave one. */
export async function apiErrorOf(response: { status: number; headers: Headers; text(): Promise<string> }): Promise<ApiError> {
  return apiErrorFrom(response.status, response.headers.get("Retry-After"), await response.text().catch(() => ""));
}

export function apiErrorFrom(status: number, retryAfter: string | null, body: string): ApiError {
  const seconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
  const wait = seconds !== null && seconds > 0 ? texts.problems.wait(seconds) : "";
  const problem = problemIn(body);
  if (!problem) {
    const sentence = [502, 503, 504].includes(status) ? texts.problems.offline : texts.problems.unknown(status);
    return new ApiError("unknown", status, sentence + wait, seconds);
  }
  const kind = problem.type.startsWith(PREFIX) ? problem.type.slice(PREFIX.length) : problem.type;
  const fields = (problem.errors ?? []).map((e) => `${e.field}: ${e.detail}`);
  const said = withoutCommands(problem.detail ?? "") || (texts.problems.kinds[kind] ?? problem.title);
  const known = fields.filter((field) => !said.includes(field.slice(field.indexOf(": ") + 2)));
  return new ApiError(kind, status, sentences([said, ...known]) + wait, seconds);
}

/** Joins them to whole sentences: a capital letter first, a full stop last. */
export function sentences(parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1) + (/[.!?…]$/.test(part) ? "" : "."))
    .join(" ");
}

/**
 * A message of the library without its advice for the command line (`--option`): clauses after a semicolon, parentheses,
 * and alternatives after `, or` that name an option are left out. What helps on the page is a button.
 */
export function withoutCommands(message: string): string {
  const names = (text: string) => /(^|[^\w-])--[a-z]/.test(text);
  return message
    .replace(/\s*\([^()]*\)/g, (brackets) => (names(brackets) ? "" : brackets))
    .split(/(?<=[.!?])\s+/)
    .map((sentence) => {
      const end = /[.!?]$/.exec(sentence)?.[0] ?? "";
      const clauses = sentence.slice(0, sentence.length - end.length).split(/;\s+/).map((clause) => {
        const [first, ...others] = clause.split(/,? or (?=\w)/);
        return names(clause) && others.length > 0 && !names(first!) ? [first, ...others.filter((o) => !names(o))].join(", or ") : clause;
      });
      const kept = clauses.filter((clause) => !names(clause));
      return kept.length > 0 ? kept.join("; ") + end : "";
    })
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function problemIn(body: string): Problem | null {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === "object" && json !== null && "type" in json && "title" in json &&
      typeof json.type === "string" && typeof json.title === "string"
      ? (json as Problem)
      : null;
  } catch {
    return null; // no JSON, so no problem details: a proxy's page, say
  }
}

/** What any failure says to people; faults of the page itself keep their own words. */
export function sentenceOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
