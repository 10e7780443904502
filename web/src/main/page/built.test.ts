import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

test("the client's types are those of the interface's description", { timeout: 60_000 }, async () => {
  const { default: openapiTS, astToString } = await import("openapi-typescript");
  const file = new URL("../../../../server/src/main/resources/dev/isolator/server/openapi.yaml", import.meta.url);
  const types = astToString(await openapiTS(file));
  const kept = readFileSync(join(import.meta.dirname, "api/schema.d.ts"), "utf8");
  expect(kept.replace(/^\/\*\*[\s\S]*?\*\/\n\n/, "") === types, "the types are old: run `npm run api`").toBe(true);
});
