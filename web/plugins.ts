import { gzipSync } from "fflate";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { stampOf } from "./stamp.ts";

/** What the build of the page does beside Vite's own work. */

const RUNTIME = "ort-wasm-simd-threaded.wasm";

/**
 * `virtual:onnx-runtime` is the address of ONNX Runtime's WebAssembly, packed by gzip: a quarter of 14 MB, and small
 * enough for the repository. It is packed in JavaScript, so that every machine gets the same bytes.
 */
export function onnxRuntime(root: string): Plugin {
  const id = "virtual:onnx-runtime";
  const folder = join(root, "node_modules/onnxruntime-web");
  return {
    name: "onnx-runtime",
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(module) {
      if (module !== `\0${id}`) {
        return null;
      }
      const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
      const packed = join(root, "node_modules/.isolator", `ort-${version}.wasm.gz`);
      if (!existsSync(packed)) {
        mkdirSync(join(packed, ".."), { recursive: true });
        writeFileSync(packed, gzipSync(readFileSync(join(folder, "dist", RUNTIME)), { level: 9, mtime: 0 }));
      }
      return `export { default } from ${JSON.stringify(`${packed.replaceAll("\\", "/")}?url`)};`;
    },
  };
}

/** The licences of what is in workers and in WebAssembly, which Vite does not see; some packages have no text of their own. */
export function licencesOfWorker(root: string): Plugin {
  return {
    name: "licences-of-worker",
    apply: "build",
    generateBundle() {
      const read = (file: string) => readFileSync(join(root, file), "utf8").replaceAll("\r\n", "\n");
      this.emitFile({
        type: "asset", fileName: "licences-worker.txt",
        source:
          "# What takes songs apart, stretches and encodes them in the browser\n\n## onnxruntime-web (MIT)\n\nIts own parts: " +
          "https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt\n\n" + read("src/main/licences/onnxruntime-web.txt") +
          "\n## mediabunny (MPL-2.0)\n\nIts source, unchanged: https://github.com/Vanilagy/mediabunny\n\n" + read("node_modules/mediabunny/LICENSE") +
          "\n## signalsmith-stretch (MIT)\n\n" + read("src/main/licences/signalsmith-stretch.txt") +
          "\n## wasm-media-encoders (MIT)\n\n" + read("node_modules/wasm-media-encoders/LICENSE") +
          "\n## LAME (LGPL-2.0-or-later)\n\n" + read("src/main/licences/lame.txt"),
      });
    },
  };
}

/** Writes the stamp of the sources beside the page, see `stamp.ts`. */
export function stampOfSources(root: string): Plugin {
  return {
    name: "stamp-of-the-sources",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "stamp", source: stampOf(root) + "\n" });
    },
  };
}

type Card = { name: string; version: string; family: string; stems: string[]; parameters: number; licence: string; contract?: string; voiceGate?: boolean; int8Sha256?: string };

/** Families that are kept for comparison; a page of files leaves them out. Of those for live use it has the network that answers frame by frame, of the others the one in 8 bits if there is one. */
const LEFT_OUT = new Set(["binary", "cepstral"]);

/** The contract of models that say where somebody sings, and take nothing apart. */
const VOICE = "voice";

/**
 * Lays models, their cards and credits beside the static page, and what a server says of them: `models/list.json`, those to
 * choose from, and `models/voice.json`, the card of the one that says where somebody sings.
 */
export function modelFiles(root: string): Plugin {
  const folder = join(root, "../models/src/main/resources/dev/isolator/models");
  return {
    name: "model-files",
    apply: "build",
    generateBundle() {
      const emit = (name: string, source: string | Uint8Array) => this.emitFile({ type: "asset", fileName: `models/${name}`, source });
      const names = readFileSync(join(folder, "index.txt"), "utf8").split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.endsWith(".yaml")); // ensembles are made of the models
      let voice: string | null = null;
      const models = names.flatMap((name, i) => {
        const text = readFileSync(join(folder, `${name}.json`), "utf8");
        const card = JSON.parse(text) as Card;
        const contract = card.contract ?? "chunk";
        if (LEFT_OUT.has(card.family) || !["chunk", VOICE].includes(contract) || card.voiceGate) {
          return [];
        }
        emit(`${name}.json`, text);
        const network = `${name}${card.family === "live" ? ".stream" : card.int8Sha256 ? ".int8" : ""}.onnx`;
        emit(network, readFileSync(join(folder, network)));
        if (contract === VOICE) {
          voice ??= text;
          return [];
        }
        const { version, family, stems, parameters, licence } = card;
        return [{ id: `${card.name}@${version}`, name: card.name, version, family, stems, parameters, licence, origin: "built-in", default: i === 0, metrics: [] }];
      });
      emit("list.json", JSON.stringify({ models }));
      if (voice !== null) {
        emit("voice.json", voice);
      }
      emit("CREDITS.md", readFileSync(join(folder, "CREDITS.md"), "utf8"));
    },
  };
}

/**
 * Makes the page without a server: `index.html` with a mark that says so, as an app that works offline; beside it the
 * service worker, with the list of what the first screen needs.
 *
 * @param name what that page is called: beside the server's page it is `static.html`
 */
export function withoutServer(root: string, name: "index.html" | "static.html"): Plugin {
  const folder = join(root, "src/main/static");
  return {
    name: "page-without-server",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const page = bundle["index.html"];
        if (page?.type !== "asset") {
          throw new Error("expected index.html among the built files");
        }
        const html = String(page.source)
          .replace("<head>", `<head>\n    <meta http-equiv="Content-Security-Policy" content="${POLICY}" />`)
          .replace("</head>", '  <meta name="isolator-server" content="none" />\n    <link rel="manifest" href="./isolator.webmanifest" />\n  </head>');
        if (name === "index.html") {
          page.source = html;
        } else {
          this.emitFile({ type: "asset", fileName: name, source: html });
        }
        const first = Object.values(bundle)
          .filter((file) => (file.type === "chunk" ? file.isEntry : /\.(css|svg)$|inter-latin-wght/.test(file.fileName)))
          .map((file) => file.fileName)
          .filter((file) => file.startsWith("assets/"))
          .sort();
        for (const file of readdirSync(folder)) {
          const source = readFileSync(join(folder, file), "utf8").replace("/* first files */", first.map((f) => JSON.stringify(`./${f}`)).join(", "));
          this.emitFile({ type: "asset", fileName: file, source });
        }
      },
    },
  };
}

/** Nothing goes to another host; WebAssembly is compiled, nothing is evaluated. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; " +
  "connect-src 'self'; font-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'";
