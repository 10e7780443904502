import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const root = import.meta.dirname;

/** The page's files that a file imports, types included: `./x`, `../x`, with or without an ending. */
function importsOf(file: string, source: string): string[] {
  return [...source.matchAll(/^\s*(?:import|export)\b[^"';]*?(?:\bfrom\s*)?["'](\.{1,2}\/[^"']+)["']/gm)]
    .map((match) => join(dirname(file), match[1]!))
    .flatMap((path) => [path, `${path}.ts`, `${path}.tsx`, `${path}.d.ts`].filter((p) => /\.tsx?$/.test(p) && existsSync(p)).slice(0, 1));
}

/** A circle in a graph, its first file again at its end; nothing if there is none. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) {
      return [...path.slice(path.indexOf(file)), file];
    }
    if (finished.has(file)) {
      return [];
    }
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle.length > 0) {
        return circle;
      }
    }
    finished.add(file);
    return [];
  };
  return [...graph.keys()].map((file) => visit(file, [])).find((circle) => circle.length > 0) ?? [];
}

test("no file of the page imports itself by way of others", () => {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const graph = new Map(files.map((file) => [file, importsOf(file, readFileSync(file, "utf8"))]));
  expect([...graph.values()].flat().length, "imports that were found").toBeGreaterThan(files.length);
  expect(circleIn(graph).map((file) => relative(root, file))).toEqual([]);
});

test("a circle is found, and named whole", () => {
  expect(circleIn(new Map([["a", ["b"]], ["b", ["c", "d"]], ["c", []], ["d", ["b"]]]))).toEqual(["b", "d", "b"]);
  expect(circleIn(new Map([["a", ["b", "c"]], ["b", ["d"]], ["c", ["d"]], ["d", []]]))).toEqual([]);
});

test("imports are found in all their forms", () => {
  const file = join(root, "player/player.tsx");
  const source = [
    'import type { Client } from "../api/client";',
    "import {",
    "  Lane,",
    '} from "./lane";',
    'export { css } from "./canvas";',
    'import "../style/base.css";',
    'import { useState } from "react";',
  ].join("\n");
  expect(importsOf(file, source).map((found) => relative(root, found))).toEqual(["api/client.ts", "player/lane.tsx", "player/canvas.ts"]);
});
