import "@fontsource-variable/inter/wght.css";
import "./style/base.css";
import "./style/first.css";
import "./style/player.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Client } from "./api/client";
import { App } from "./app";
import { CrashScreen } from "./crash";
import { SharedPage, sharedIn } from "./shared-page";
import { Songs } from "./songs/store";

const withoutServer = document.querySelector<HTMLMetaElement>("meta[name=isolator-server]")?.content === "none";
if (withoutServer && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("./sw.js").catch((e: unknown) => console.warn("the page works, but not offline:", e));
}
const shared = withoutServer ? null : sharedIn(location.hash);
addEventListener("hashchange", () => {
  if ((sharedIn(location.hash)?.token ?? null) !== (shared?.token ?? null)) {
    location.reload(); // from a song that is shared to one's own, or the other way round: other rights, another page
  }
});
function ownPage() {
  const songs = new Songs(withoutServer ? null : new Client());
  void songs.start();
  return <App songs={songs} />;
}
const page = shared ? <SharedPage id={shared.id} token={shared.token} /> : ownPage();
createRoot(document.getElementById("page")!).render(
  <StrictMode>
    <CrashScreen>
      {page}
    </CrashScreen>
  </StrictMode>,
);
