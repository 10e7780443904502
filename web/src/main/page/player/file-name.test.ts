import { expect, test } from "vitest";
import type { Job } from "../api/client";
import { flat, SILENT_DB } from "./balance";
import { nameOfBalance } from "./file-name";

const stem = (name: string) => ({ name, channels: 2, files: { wav: "", flac: "", mp3: "" }, peaks: "" });
const job = { name: "A/B: song", result: { stems: [stem("vocals"), stem("drums"), stem("other")] } as unknown as NonNullable<Job["result"]> };

test("a balance of whole stems is called by them", () => {
  expect(nameOfBalance(job, [flat(), flat(), flat()], null)).toBe("A_B_ song - Voice + Drums + Other.wav");
  expect(nameOfBalance(job, [{ ...flat(), mute: true }, flat(), flat()], null)).toBe("A_B_ song - Drums + Other.wav");
  expect(nameOfBalance(job, [{ ...flat(), solo: true }, flat(), { ...flat(), volumeDb: -3 }], null)).toBe("A_B_ song - Voice.wav");
  expect(nameOfBalance(job, [flat(), { ...flat(), volumeDb: SILENT_DB }, flat()], null)).toBe("A_B_ song - Voice + Other.wav");
});

test("any other balance is called so, and a part by its times", () => {
  expect(nameOfBalance(job, [flat(), { ...flat(), volumeDb: -3 }, flat()], null)).toBe("A_B_ song - balance.wav");
  expect(nameOfBalance(job, [flat(), { ...flat(), pan: 1 }, flat()], { from: 5, to: 70.4 })).toBe("A_B_ song - balance 0.05-1.10.wav");
  expect(nameOfBalance(job, strips(), { from: 0, to: 3 })).toBe("A_B_ song - balance 0.00-0.03.wav");
});

test("another tempo or pitch is said", () => {
  expect(nameOfBalance(job, strips(), null, { tempo: 0.8, semitones: 2 }, "mp3")).toBe("A_B_ song - balance (80 % +2).mp3");
  expect(nameOfBalance(job, strips(), null, { tempo: 1, semitones: -1 })).toBe("A_B_ song - balance (-1).wav");
});

/** All of them are silent. */
function strips() {
  return [flat(), flat(), flat()].map((s) => ({ ...s, mute: true }));
}
