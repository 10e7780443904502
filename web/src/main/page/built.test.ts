import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { expect, test, vi } from "vitest";

const web = join(import.meta.dirname, "../../..");

function filesIn(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  const paths = names.map((f) => join(f.parentPath, f.name).slice(folder.length + 1)).sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path)).toString("base64")]));
}

test("the page in the repository is, byte for byte, what its sources build", { timeout: 60_000 }, async () => {
  const outDir = mkdtempSync(join(tmpdir(), "isolator-page-"));
  vi.stubEnv("NODE_ENV", "production"); // Vitest sets `test`, and React would be built with its checks
  try {
    await build({ root: web, configFile: join(web, "vite.config.ts"), mode: "production", logLevel: "error", build: { outDir } });
    const kept = filesIn(join(web, "src/main/resources/page"));
    const built = filesIn(outDir);
    expect([...built.keys()], "run `npm run build` and commit the page").toEqual([...kept.keys()]);
    for (const [path, content] of built) {
      expect(content === kept.get(path), `${path} differs: run \`npm run build\` and commit the page`).toBe(true);
    }
  } finally {
    vi.unstubAllEnvs();
    rmSync(outDir, { recursive: true });
  }
});

test("what is fetched before a song is chosen has at most 200 kB, packed as hosts send it", () => {
  const page = join(web, "src/main/resources/page");
  const worker = readFileSync(join(page, "sw.js"), "utf8");
  const first = [...worker.matchAll(/"\.\/(assets\/[^"]+)"/g)].map((match) => match[1]!);
  expect(first.length, "script, style, font and icon").toBeGreaterThanOrEqual(4);
  const sizes = ["static.html", ...first].map((file) => {
    const bytes = readFileSync(join(page, file));
    return file.endsWith(".woff2") ? bytes.length : gzipSync(bytes).length;
  });
  expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(200_000);
});

test("the page without a server has its models beside it, and says what they are", { timeout: 60_000 }, async () => {
  const outDir = mkdtempSync(join(tmpdir(), "isolator-static-"));
  vi.stubEnv("NODE_ENV", "production");
  try {
    await build({ root: web, configFile: join(web, "vite.config.ts"), mode: "static", logLevel: "error", build: { outDir } });
    const files = [...filesIn(outDir).keys()];
    const { models } = JSON.parse(readFileSync(join(outDir, "models/list.json"), "utf8")) as { models: { id: string; default: boolean; stems: string[] }[] };
    expect(models.map(({ id, stems }) => [id.split("@")[0], stems.length])).toEqual(expect.arrayContaining([["studio-vocals", 2], ["studio-4", 4], ["live-vocals", 2]]));
    expect(models.map((model) => model.default)).toEqual([true, false, false]);
    for (const { id } of models) {
      const name = id.replace("@", "-");
      const { int8Sha256 } = JSON.parse(readFileSync(join(outDir, `models/${name}.json`), "utf8")) as { int8Sha256?: string };
      expect(files).toContain(`models/${name}${id.startsWith("live") ? ".stream" : int8Sha256 ? ".int8" : ""}.onnx`);
    }
    expect(files).toEqual(expect.arrayContaining(["index.html", "sw.js", "isolator.webmanifest", "icon.svg", "licences-worker.txt", "models/CREDITS.md"]));
    expect(readFileSync(join(outDir, "index.html"), "utf8")).toContain('<meta name="isolator-server" content="none" />');
  } finally {
    vi.unstubAllEnvs();
    rmSync(outDir, { recursive: true });
  }
});

test("the client's types are those of the interface's description", { timeout: 60_000 }, async () => {
  const { default: openapiTS, astToString } = await import("openapi-typescript");
  const file = new URL("../../../../server/src/main/resources/dev/isolator/server/openapi.yaml", import.meta.url);
  const types = astToString(await openapiTS(file));
  const kept = readFileSync(join(import.meta.dirname, "api/schema.d.ts"), "utf8");
  expect(kept.replace(/^\/\*\*[\s\S]*?\*\/\n\n/, "") === types, "the types are old: run `npm run api`").toBe(true);
});
