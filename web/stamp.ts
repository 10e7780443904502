import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * SHA-256 over all that the built page is made from, written beside it as `stamp`: a Java test computes it
 * again, so that a page which is older than its sources fails the build on machines without Node too.
 *
 * For each file, in order of its path (by code unit, `/` between folders): the path, a line feed, the content
 * with CR LF as LF, and a zero byte. Tests are left out.
 */
export function stampOf(root: string): string {
  const files = ["index.html", "package-lock.json", "package.json", "plugins.ts", "stamp.ts", "tsconfig.json", "vite.config.ts"];
  const folders = ["src/main/licences", "src/main/page", "src/main/static"];
  for (const entry of folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))) {
    if (entry.isFile() && !entry.name.includes(".test.")) {
      const path = join(entry.parentPath, entry.name).slice(root.length + 1);
      files.push(path.replaceAll("\\", "/"));
    }
  }
  const hash = createHash("sha256");
  for (const file of files.sort()) {
    const text = readFileSync(join(root, file), "utf8").replaceAll("\r\n", "\n");
    hash.update(file + "\n").update(text).update("\0");
  }
  return hash.digest("hex");
}
