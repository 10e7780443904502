import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { type Choice, CHOICES, choicesOf, type Extras, jobOptions, NO_EXTRAS } from "./choice";
import { FirstScreen } from "./first-screen";
import { HalfMoon, Key, Keyboard, Mark, Moon, Sun } from "./icons";
import { HelpDialog, KeyDialog } from "./dialogs";
import { isTyping } from "./keyboard";
import { type Place, placeOfLastTime, rememberPlace } from "./place";
import { SongPage } from "./player/song-page";
import type { Found } from "./songs/files";
import { SendingPage } from "./songs/sending-page";
import type { Songs } from "./songs/store";
import { Undo } from "./songs/undo";
import { texts } from "./texts";
import { useDrops } from "./use-drops";
import { type View, viewOf } from "./views";

/** Fetched when they are first opened. */
const LivePage = lazy(() => import("./live/live-page"));
const LearningPage = lazy(() => import("./learning/learning-page"));

type Theme = "auto" | "dark" | "light";
const THEME = "isolator.theme";
const CHOICE = "isolator.choice";
const NEXT: Record<Theme, Theme> = { auto: "dark", dark: "light", light: "auto" };

/** The frame of every view: what it shows is in the address, see `views.ts`. */
export function App({ songs }: { songs: Songs }) {
  const now = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const view = useView();
  const [choice, setChoice] = useState<Choice>(() => CHOICES.find((c) => c === localStorage.getItem(CHOICE)) ?? "both");
  const [extras, setExtras] = useState<Extras>(NO_EXTRAS);
  const [place, setPlace] = useState<Place>(() => placeOfLastTime(songs.places));
  const [theme, setTheme] = useTheme();
  const [help, setHelp] = useState(false);
  const [askKey, setAskKey] = useState(false);
  const ThemeIcon = { auto: HalfMoon, dark: Moon, light: Sun }[theme];

  useEffect(() => localStorage.setItem(CHOICE, choice), [choice]);
  useEffect(() => rememberPlace(place), [place]);

  const onFound = (found: Found) => {
    const possible = choicesOf(now.models).includes(choice) ? choice : "both";
    const wanted = place === "here" ? { ...extras, format: "wav" as const } : extras;
    const first = songs.take(found, jobOptions(possible, wanted, now.models), place);
    if (first !== null) {
      location.hash = first; // the first screen gives way to the song
    }
  };
  const over = useDrops(onFound);

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key === "?" && !isTyping(e)) {
        setHelp(true);
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      <header className="top">
        <a className="brand" href="#/" aria-label={texts.header.home}>
          <Mark />
          <span>{texts.name}</span>
        </a>
        <nav>
          <a className="button quiet" href="#/live" {...(view.kind === "live" ? { "aria-current": "page" } : {})}>{texts.live.title}</a>
          {now.limits?.curator && <a className="button quiet" href="#/learning" {...(view.kind === "learning" ? { "aria-current": "page" } : {})}>{texts.learning.title}</a>}
          {now.limits?.keyNeeded && (
            <button className="quiet" onClick={() => setAskKey(true)} aria-label={texts.header.key} title={texts.header.key}>
              <Key />
            </button>
          )}
          <button className="quiet" onClick={() => setHelp(true)} aria-label={texts.header.keys} title={texts.header.keys}>
            <Keyboard />
          </button>
          <button className="quiet" onClick={() => setTheme(NEXT[theme])} aria-label={texts.header.theme[theme]} title={texts.header.theme[theme]}>
            <ThemeIcon />
          </button>
        </nav>
      </header>
      {view.kind === "first" && (
        <FirstScreen songs={songs} place={place} onPlace={setPlace} choice={choice} onChoice={setChoice} extras={extras} onExtras={setExtras} over={over} onFound={onFound} />
      )}
      {view.kind === "sending" && <SendingPage key={view.id} songs={songs} id={view.id} />}
      {view.kind === "song" && <SongPage key={view.id} songs={songs} id={view.id} />}
      {view.kind === "live" && <Suspense fallback={<p className="notice" role="status">{texts.live.opening}</p>}><LivePage songs={songs} /></Suspense>}
      {view.kind === "learning" && <Suspense fallback={<p className="notice" role="status">{texts.learning.opening}</p>}><LearningPage songs={songs} part={view.part} /></Suspense>}
      {over && view.kind !== "first" && <p className="drop-over" role="status">{texts.drop.over}</p>}
      <Undo songs={songs} removals={now.removals} />
      <p className="unseen" role="status" aria-live="polite">{now.said}</p>
      {help && <HelpDialog onClose={() => setHelp(false)} />}
      {(askKey || now.keyNeeded) && (
        <KeyDialog
          wrong={now.keyWrong}
          known={songs.hasKey()}
          onUse={(key) => {
            setAskKey(false);
            songs.useKey(key);
          }}
          onClose={now.keyNeeded ? null : () => setAskKey(false)}
        />
      )}
    </>
  );
}

function useView(): View {
  const [view, setView] = useState(() => viewOf(location.hash));
  const first = useRef(true);
  useEffect(() => {
    const onChange = () => setView(viewOf(location.hash));
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  useEffect(() => {
    if (!first.current) {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>("main h1")?.focus();
    }
    first.current = false;
  }, [view]);
  return view;
}

function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => {
    const stored = localStorage.getItem(THEME);
    return stored === "dark" || stored === "light" ? stored : "auto";
  });
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(THEME, theme);
    dispatchEvent(new Event("themechange"));
  }, [theme]);
  return [theme, setTheme];
}
