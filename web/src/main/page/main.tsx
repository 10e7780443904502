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

const songs = new Songs(new Client());
void songs.start();
createRoot(document.getElementById("page")!).render(
  <StrictMode>
    <CrashScreen>
      <App songs={songs} />
    </CrashScreen>
  </StrictMode>,
);
