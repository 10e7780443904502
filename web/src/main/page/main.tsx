import "@fontsource-variable/inter/wght.css";
import "./style/base.css";
import "./style/first.css";
import "./style/player.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Client } from "./api/client";
import { App } from "./app";
import { CrashScreen } from "./crash";
import { Songs } from "./songs/store";

const withoutServer = document.querySelector<HTMLMetaElement>("meta[name=isolator-server]")?.content === "none";
if (withoutServer && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("./sw.js").catch((e: unknown) => console.warn("the page works, but not offline:", e));
}
const songs = new Songs(withoutServer ? null : new Client());
void songs.start();
createRoot(document.getElementById("page")!).render(
  <StrictMode>
    <CrashScreen>
      <App songs={songs} />
    </CrashScreen>
  </StrictMode>,
);
