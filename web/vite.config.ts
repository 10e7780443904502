import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { licencesOfWorker, modelFiles, onnxRuntime, stampOfSources, withoutServer } from "./plugins.ts";

const root = import.meta.dirname;

/**
 * `npm run build` makes the page that the server serves, into the module's resources; `static.html` in it is the page
 * without a server. `npm run build:static` lays that one, with the models, into `dist/` for any host of files: it runs in
 * any folder and works offline.
 */
export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [
    react(), onnxRuntime(root), licencesOfWorker(root),
    mode === "static" ? [modelFiles(root), withoutServer(root, "index.html")] : [stampOfSources(root), withoutServer(root, "static.html")],
  ],
  // ONNX Runtime without its 14 MB: they are an asset of their own, packed.
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", "module", "browser", "development|production"] },
  build: {
    outDir: mode === "static" ? "dist" : "src/main/resources/page",
    emptyOutDir: true,
    assetsInlineLimit: 0, // no data: fonts, the page's Content-Security-Policy forbids them
    modulePreload: { polyfill: false },
    license: { fileName: "licences.txt" }, // MIT, MPL and OFL ask that their texts go along
    target: ["chrome123", "firefox121", "safari17.5"],
  },
  worker: { format: "es", plugins: () => [onnxRuntime(root)] },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8080", changeOrigin: false }, "/models": { target: "http://127.0.0.1:8080", changeOrigin: false } } },
  test: { include: ["src/main/page/**/*.test.ts"], environment: "node" },
}));
