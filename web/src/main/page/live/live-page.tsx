import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { dbText } from "../format";
import { Back, Record, Stop, Warning } from "../icons";
import { flat } from "../player/balance";
import { StripFader } from "../player/strip-controls";
import { clockText } from "../player/view";
import type { Songs } from "../songs/store";
import { stemName, texts } from "../texts";
import { Live, type LiveState } from "./live";
import { sourceKinds, type SourceKind } from "./sources";
import "../style/live.css";

const t = texts.live;
const SOURCE = "isolator.live.source";

/** The live page: a source, faders, meters, delay and recorder. Leaving it ends the sound. */
export default function LivePage({ songs }: { songs: Songs }) {
  const list = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const [live] = useState(() => new Live((name, stems, model, rate) => songs.recordLive(name, stems, model, rate)));
  const now = useSyncExternalStore(live.subscribe, live.snapshot);
  const kinds = sourceKinds();
  const [kind, setKind] = useState<SourceKind>(() => kinds.find((k) => k === localStorage.getItem(SOURCE)) ?? kinds[0]!);
  const [file, setFile] = useState<File | null>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const model = list.models.find((m) => m.family === "live");
  const canLive = songs.places.includes("here") && typeof AudioWorkletNode !== "undefined";

  useEffect(() => localStorage.setItem(SOURCE, kind), [kind]);
  useEffect(() => {
    document.title = `${t.title} – ${texts.name}`;
    return () => {
      document.title = texts.name;
      live.stop();
    };
  }, [live]);
  const recording = now.recording !== null;
  useEffect(() => {
    const onLeave = (e: BeforeUnloadEvent) => e.preventDefault();
    if (recording) {
      addEventListener("beforeunload", onLeave);
    }
    return () => removeEventListener("beforeunload", onLeave);
  }, [recording]);

  const start = (chosen: File | null = file) => {
    if (kind === "file" && !chosen) {
      fileInput.current?.click();
    } else if (model) {
      void live.start(kind === "file" ? chosen! : kind, model);
    }
  };
  return (
    <main className="song-page live-page">
      <div className="song-head">
        <a className="back" href="#/"><Back />{texts.player.back}</a>
        <h1 tabIndex={-1}>{t.title}</h1>
        <p className="small">{t.lead}</p>
      </div>
      {!canLive ? (
        <p className="problem" role="alert"><Warning />{t.notHere}</p>
      ) : list.loaded && !model ? (
        <p className="problem" role="alert"><Warning />{t.noModel}</p>
      ) : (
        <section className="card live-desk" aria-label={t.title}>
          <fieldset className="choice live-sources" disabled={now.state !== "idle"}>
            <legend className="unseen">{t.source}</legend>
            {kinds.map((k) => (
              <label key={k}>
                <input type="radio" name="live-source" value={k} checked={kind === k} onChange={() => setKind(k)} />
                <span><b>{t.sources[k]}</b><small>{t.sourceHints[k]}</small></span>
              </label>
            ))}
          </fieldset>
          <input ref={fileInput} type="file" hidden data-testid="live-file" accept="audio/*,video/*" onChange={(e) => {
            const chosen = e.target.files?.[0] ?? null;
            setFile(chosen);
            e.target.value = "";
            if (chosen) {
              start(chosen);
            }
          }} />
          <div className="row live-transport">
            {now.state === "idle"
              ? <button className="primary" disabled={!model} onClick={() => start()}>{kind === "file" && !file ? t.chooseFile : t.start}</button>
              : <button className="primary" onClick={() => live.stop()}><Stop />{t.stop}</button>}
            {kind === "file" && file && now.state === "idle" && <button onClick={() => fileInput.current?.click()}>{t.otherFile}</button>}
            <RecordButton now={now} onRecord={() => model && live.startRecording(model)} onStop={() => live.stopRecording()} />
            <button aria-pressed={now.bypassed} className="toggle-wide" disabled={now.state !== "running"} onClick={() => live.setBypassed(!now.bypassed)} title={t.bypassHint}>{t.bypass}</button>
          </div>
          {now.state === "opening" && <p role="status">{now.fetched === null || now.fetched >= 1 ? t.opening : texts.list.fetching(Math.floor(100 * now.fetched))}</p>}
          {now.problem !== null && <p className="problem" role="alert"><Warning />{now.problem}</p>}
          {now.warning !== null && <p className="problem" role="status"><Warning />{now.warning}</p>}
          {now.recorded !== null && <p role="status">{t.recorded} <a href={`#/songs/${now.recorded}`}>{t.openRecording}</a></p>}
          <div className="live-strips">
            {now.stems.map((stem, i) => {
              const strip = now.strips[i] ?? flat();
              return (
                <div key={stem} className={`is-${stem}`}>
                  <StripFader name={stemName(stem)} digit={i + 1} strip={strip} onChange={(what) => live.setStrip(i, what)} />
                  <Meter peak={now.status?.peaks[i] ?? 0} />
                </div>
              );
            })}
            <div className="is-mix">
              <div className="strip-top"><span className="stem-name">{t.output}</span></div>
              <Meter peak={now.status?.peaks.at(-1) ?? 0} />
            </div>
          </div>
          <Facts now={now} />
        </section>
      )}
      <p className="small">{t.headphones}</p>
    </main>
  );
}

function RecordButton({ now, onRecord, onStop }: { now: LiveState; onRecord: () => void; onStop: () => void }) {
  const [, tick] = useState(0);
  const { recording } = now;
  useEffect(() => {
    const timer = recording ? setInterval(() => tick((n) => n + 1), 500) : undefined;
    return () => clearInterval(timer);
  }, [recording]);
  return recording
    ? <button className="is-recording" onClick={onStop}><Stop />{t.stopRecording} · {clockText((Date.now() - recording.since) / 1000)}</button>
    : <button disabled={now.state !== "running"} onClick={onRecord}><Record />{t.record}</button>;
}

function Meter({ peak }: { peak: number }) {
  const db = 20 * Math.log10(peak);
  return (
    <div className="live-meter">
      <div className="meter" style={{ "--level": Math.min(1, Math.max(0, 1 + db / 48)) } as React.CSSProperties}><span /></div>
      <output aria-hidden="true">{db < -60 ? "−∞" : dbText(db)}</output>
    </div>
  );
}

/** Delay, late hops and load: what tells whether the machine keeps up. */
function Facts({ now: { status, sampleRate, deviceSeconds, hopSeconds } }: { now: LiveState }) {
  const ms = (seconds: number) => Math.round(1000 * seconds);
  const separation = status ? status.latencyFrames / sampleRate : 0;
  const slack = status ? status.slackHops * hopSeconds : 0;
  return (
    <dl className="live-facts" data-delay-frames={status?.latencyFrames}>
      <div><dt>{t.delay}</dt><dd>{status ? t.milliseconds(ms(separation + deviceSeconds)) : "–"}</dd><dd className="small">{status ? t.delayOf(ms(separation - slack), ms(slack), ms(deviceSeconds)) : t.delayHint}</dd></div>
      <div><dt>{t.late}</dt><dd data-testid="late">{status ? status.late : "–"}</dd><dd className="small">{status?.dry ? t.dry : t.lateHint}</dd></div>
      <div><dt>{t.load}</dt><dd>{status ? `${Math.round(100 * status.load)} %` : "–"}</dd><dd className="small">{t.loadHint}</dd></div>
    </dl>
  );
}
