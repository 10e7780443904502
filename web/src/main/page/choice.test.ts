import { expect, test } from "vitest";
import type { Model } from "./api/client";
import { choicesOf, type Extras, jobOptions, NO_EXTRAS } from "./choice";

const model = (id: string, family: string, stems: string[], standard = false): Model => {
  const [name, version] = id.split("@") as [string, string];
  return { id, name, version, family, stems, parameters: 1, licence: "", origin: "built-in", default: standard, metrics: [] };
};
const two = model("studio-vocals@3", "studio", ["vocals", "music"], true);
const four = model("studio-4@3", "studio", ["vocals", "drums", "bass", "other"]);
const research = model("binary-vocals@2", "binary", ["vocals", "music"]);
const models = [two, research, four];
const options = (choice: Parameters<typeof jobOptions>[0], extras: Partial<Extras> = {}) =>
  jobOptions(choice, { ...NO_EXTRAS, ...extras }, models);

test("each choice has the model and the stems that it names", () => {
  expect(options("both")).toEqual({ keep: [] });
  expect(options("stems")).toEqual({ keep: [], model: "studio-4@3" });
  expect(options("voice")).toEqual({ keep: ["vocals"] });
  expect(options("music")).toEqual({ keep: ["music"] });
});

test("a model that is named comes first, and the choice is among its stems", () => {
  expect(options("both", { model: "binary-vocals@2" })).toEqual({ keep: [], model: "binary-vocals@2" });
  expect(options("music", { model: "studio-4@3" })).toEqual({ keep: ["drums", "bass", "other"], model: "studio-4@3" });
});

test("four stems are offered only where a model gives more than two", () => {
  expect(choicesOf(models)).toEqual(["both", "stems", "voice", "music"]);
  expect(choicesOf([two, research])).toEqual(["both", "voice", "music"]);
  expect(choicesOf([])).toEqual(["both", "voice", "music"]);
});

test("empty extras are left out, and mp3 has no bit depth", () => {
  expect(options("both", { format: "mp3", bits: "24", start: "0", duration: " 30 " })).toEqual({ keep: [], format: "mp3", duration: 30 });
  expect(options("both", { format: "flac", bits: "24", start: "-1", duration: "x" })).toEqual({ keep: [], format: "flac", bits: "24" });
});
