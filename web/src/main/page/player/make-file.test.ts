import { expect, test } from "vitest";
import { makeAndSave } from "./make-file";

test("each file is made before the archive is saved, and every step is told", async () => {
  const done: string[] = [];
  const client = {
    ask: async (path: string, init?: RequestInit) => {
      done.push(`${path} ${(init!.headers as Record<string, string>).Range}`);
      return new Response("x", { status: 206 });
    },
    download: async (job: string, address: string) => void done.push(`save ${address} of ${job}`),
  };
  await makeAndSave(client, "j", ["/a.mp3", "/b.mp3"], "/stems.zip?format=mp3", (n) => done.push(`${n} made`));
  expect(done).toEqual([
    "0 made", "/a.mp3 bytes=0-0", "1 made", "/b.mp3 bytes=0-0", "2 made", "save /stems.zip?format=mp3 of j",
  ]);
});

test("a file that cannot be made is not saved", async () => {
  const client = { ask: () => Promise.reject(new Error("no")), download: () => Promise.reject(new Error("saved")) };
  await expect(makeAndSave(client, "j", ["/a.mp3"], "/a.mp3", () => {})).rejects.toThrow("no");
});
