import { expect, test } from "vitest";
import type { HereJob } from "../here/here";
import { found } from "./find";

const job = (name: string, seconds?: number) => ({ name, input: seconds === undefined ? {} : { seconds } }) as unknown as HereJob;
const jobs = [job("Zebra 10", 30), job("été à Paris", 200), job("Zebra 9"), job("Alpha", 100)];
const names = (typed: string, order: Parameters<typeof found>[2]) => found(jobs, typed, order).map((j) => j.name);

test("songs are found by all of their words, without case and accents", () => {
  expect(names("  ETE paris ", "newest")).toEqual(["été à Paris"]);
  expect(names("zeb", "newest")).toEqual(["Zebra 10", "Zebra 9"]);
  expect(names("zeb alpha", "newest")).toEqual([]);
  expect(names("", "newest")).toEqual(jobs.map((j) => j.name));
});

test("they are sorted as people sort, and the list that came stays as it was", () => {
  expect(names("", "name")).toEqual(["Alpha", "été à Paris", "Zebra 9", "Zebra 10"]);
  expect(names("", "length")).toEqual(["été à Paris", "Alpha", "Zebra 10", "Zebra 9"]);
  expect(jobs[0]!.name).toBe("Zebra 10");
});
