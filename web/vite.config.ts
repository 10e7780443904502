import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { stampOf } from "./stamp";

const root = import.meta.dirname;

export default defineConfig({
  plugins: [
    react(),
    {
      name: "stamp-of-the-sources",
      apply: "build",
      generateBundle() {
        this.emitFile({ type: "asset", fileName: "stamp", source: stampOf(root) + "\n" });
      },
    },
  ],
  build: {
    outDir: "src/main/resources/page",
    emptyOutDir: true,
    assetsInlineLimit: 0, // no data: fonts, the page's Content-Security-Policy forbids them
    modulePreload: { polyfill: false },
    license: { fileName: "licences.txt" }, // MIT and OFL ask that their texts go along
    target: ["chrome123", "firefox121", "safari17.5"],
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8080", changeOrigin: false } } },
  test: { include: ["src/main/page/**/*.test.ts"], environment: "node" },
});
