import { expect, test } from "vitest";
import { maybeSong, songsAmong } from "./files";

test("a file chosen by itself is tried unless it surely is no song", () => {
  expect(maybeSong({ name: "take.xyz", type: "" }, false)).toBe(true);
  expect(maybeSong({ name: "Song.MP3", type: "" }, false)).toBe(true);
  expect(maybeSong({ name: "clip", type: "video/quicktime" }, false)).toBe(true);
  expect(maybeSong({ name: "cover.jpg", type: "image/jpeg" }, false)).toBe(false);
  expect(maybeSong({ name: "notes.txt", type: "text/plain" }, false)).toBe(false);
});

test("from a folder only what looks like sound is taken", () => {
  expect(maybeSong({ name: "take.xyz", type: "" }, true)).toBe(false);
  expect(maybeSong({ name: "größer.opus", type: "" }, true)).toBe(true);
  expect(maybeSong({ name: ".DS_Store", type: "" }, true)).toBe(false);
  expect(maybeSong({ name: "._song.mp3", type: "audio/mpeg" }, true)).toBe(false);
});

test("songs come in the order of an album, and what was left out is counted", () => {
  const files = ["10 End.mp3", "2 Middle.mp3", "cover.png", "1 Begin.mp3"].map((name) => new File([], name));
  const found = songsAmong(files, true);
  expect(found.songs.map((f) => f.name)).toEqual(["1 Begin.mp3", "2 Middle.mp3", "10 End.mp3"]);
  expect(found.leftOut).toBe(1);
});
