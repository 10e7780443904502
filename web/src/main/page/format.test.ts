import { expect, test } from "vitest";
import { dbText, sizeText, spanText } from "./format";

test("sizes", () => {
  expect([0, 999, 1000, 43_512_000, 2e9, 512e6].map(sizeText)).toEqual(["0 bytes", "999 bytes", "1 kB", "44 MB", "2 GB", "512 MB"]);
});

test("spans are rounded up to what people say", () => {
  expect([0.2, 9.1, 31, 54, 61, 5300, 7200, 604800].map(spanText)).toEqual(["1 s", "10 s", "35 s", "55 s", "2 min", "89 min", "2 hours", "7 days"]);
});

test("levels have a sign", () => {
  expect([0, 1.25, -12].map(dbText)).toEqual(["0.0", "+1.3", "−12.0"]);
});
