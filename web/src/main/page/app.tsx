import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { FirstScreen } from "./first-screen";
import { HalfMoon, Key, Keyboard, Moon, Sun } from "./icons";
import { HelpDialog, KeyDialog } from "./dialogs";
import { isTyping } from "./keyboard";
import { SongPage } from "./player/song-page";
import type { Songs } from "./songs/store";
import { texts } from "./texts";

type Theme = "auto" | "dark" | "light";
const THEME = "isolator.theme";
const NEXT: Record<Theme, Theme> = { auto: "dark", dark: "light", light: "auto" };

/** The frame of every view: what it shows is in the address, `#/songs/ID` or nothing. */
export function App({ songs }: { songs: Songs }) {
  const now = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const song = useSongInAddress();
  const [theme, setTheme] = useTheme();
  const [help, setHelp] = useState(false);
  const [askKey, setAskKey] = useState(false);
  const ThemeIcon = { auto: HalfMoon, dark: Moon, light: Sun }[theme];

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
      {song === null ? <FirstScreen songs={songs} /> : <SongPage key={song} songs={songs} id={song} />}
      <p className="unseen" role="status" aria-live="polite">{now.said}</p>
      {help && <HelpDialog onClose={() => setHelp(false)} />}
      {(askKey || now.keyNeeded) && (
        <KeyDialog
          wrong={now.keyWrong}
          known={songs.client.hasKey()}
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

function useSongInAddress(): string | null {
  const read = () => /^#\/songs\/([a-z2-7]{26})$/.exec(location.hash)?.[1] ?? null;
  const [song, setSong] = useState(read);
  const first = useRef(true);
  useEffect(() => {
    const onChange = () => setSong(read());
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  useEffect(() => {
    if (!first.current) {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>("main h1")?.focus();
    }
    first.current = false;
  }, [song]);
  return song;
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

function Mark() {
  return (
    <svg viewBox="0 0 26 26" className="mark" aria-hidden="true">
      <g strokeWidth="2.4" strokeLinecap="round" fill="none">
        <path stroke="currentColor" d="M2 11v4M6 9v8" />
        <path className="of-voice" d="M10.5 6.500v4.500M15 3v7M19.5 5.500v4M24 7.200v.6" />
        <path className="of-music" d="M10.5 15v4.500M15 16v7M19.5 16.500v4M24 18.200v.6" />
      </g>
    </svg>
  );
}
