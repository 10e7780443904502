import { expect, test } from "vitest";
import { texts } from "../texts";
import { withoutCommands, apiErrorFrom, sentences } from "./problem";

const problem = (more: object) => JSON.stringify({ type: "urn:isolator:problem:too-large", title: "Too large", status: 413, ...more });

test("the server's own sentence is shown", () => {
  const error = apiErrorFrom(413, null, problem({ detail: "song.wav has 3 GB; 2 GB are taken at most" }));
  expect(error.message).toBe("Song.wav has 3 GB; 2 GB are taken at most.");
  expect(error.kind).toBe("too-large");
  expect(error.isTransient).toBe(false);
});

test("without one the kind's sentence, without a known kind its title", () => {
  expect(apiErrorFrom(413, null, problem({})).message).toBe("This file is larger than the server takes.");
  expect(apiErrorFrom(418, null, problem({ type: "urn:isolator:problem:tea" })).message).toBe("Too large.");
});

test("fields that are wrong are named once", () => {
  const errors = [{ field: "start", detail: "must be 0 or more, was -1" }];
  expect(apiErrorFrom(400, null, problem({ detail: "Options are wrong", errors })).message).toBe(
    "Options are wrong. Start: must be 0 or more, was -1.",
  );
  expect(apiErrorFrom(400, null, problem({ detail: "start must be 0 or more, was -1", errors })).message).toBe(
    "Start must be 0 or more, was -1.",
  );
});

test("how long to wait is said, and is known to the program", () => {
  const error = apiErrorFrom(429, "7", problem({ detail: "Too many requests." }));
  expect(error.message).toBe("Too many requests. Try again in 7 s.");
  expect(error.retryAfterSeconds).toBe(7);
  expect(error.isTransient).toBe(true);
});

test("a proxy's error page is no sentence", () => {
  expect(apiErrorFrom(502, null, "<html>Bad Gateway</html>").message).toBe(texts.problems.offline);
  expect(apiErrorFrom(500, null, "<html>oh</html>").message).toContain("(status 500)");
  expect(apiErrorFrom(500, null, "[1]").kind).toBe("unknown");
});

test("every kind of the interface's description has a sentence", async () => {
  const { readFileSync } = await import("node:fs");
  const file = new URL("../../../../../server/src/main/resources/dev/isolator/server/openapi.yaml", import.meta.url);
  const responses = readFileSync(file, "utf8").split("\n  responses:\n")[1]!.split("\n  schemas:\n")[0]!;
  const lists = [...responses.matchAll(/description: .*\((`[^)]*`)\)/g)].map((m) => m[1]!);
  const kinds = lists.flatMap((list) => [...list.matchAll(/`([a-z-]+)`/g)].map((m) => m[1]!));
  expect(kinds).toContain("storage-full");
  expect(kinds.filter((kind) => !(kind in texts.problems.kinds))).toEqual([]);
  const failures = /`unsupported`[\s\S]*?enum: \[([^\]]*)\]/.exec(readFileSync(file, "utf8"))![1]!.split(", ");
  expect(failures.filter((kind) => !(kind in texts.problems.failures))).toEqual([]);
});

test("parts become sentences", () => {
  expect(sentences(["ends early", "", "Fetch it again!"])).toBe("Ends early. Fetch it again!");
});

test("advice for the command line is left out, and the rest stays", () => {
  expect(withoutCommands("This file ends after 100 of 200 frames; fetch it again, or pass --allow-truncated.")).toBe("This file ends after 100 of 200 frames; fetch it again.");
  expect(withoutCommands("The model could not be run: x: the network failed (oom); try --accelerator cpu, or fewer --threads")).toBe("The model could not be run: x: the network failed (oom)");
  expect(withoutCommands("expected a song of at most 9 frames, as it works on the whole song at once; use --duration, or another model")).toBe("expected a song of at most 9 frames, as it works on the whole song at once");
  expect(withoutCommands("exists already; replace it (--overwrite), keep it (--skip-existing) or choose another")).toBe("exists already; replace it, keep it, or choose another".replace(", or", " or"));
  expect(withoutCommands("Use --track 2. The song has two tracks.")).toBe("The song has two tracks.");
  expect(withoutCommands("12 frames are silent -- they were damaged (see page 3); nothing else.")).toBe("12 frames are silent -- they were damaged (see page 3); nothing else.");
  expect(withoutCommands("")).toBe("");
});
