import { texts } from "../texts";
import { dbText } from "../format";
import { LOUDEST_DB, SILENT_DB, type Strip } from "./balance";

const t = texts.player;

type StripProps = { name: string; digit: number; strip: Strip; onChange: (what: Partial<Strip>) => void };

/** A stem's mute, solo and fader. */
export function StripFader({ name, digit, strip, onChange }: StripProps) {
  const volumeText = strip.volumeDb <= SILENT_DB ? t.silent : t.db(dbText(strip.volumeDb));
  const to = faderOf(strip.volumeDb);
  return (
    <>
      <div className="strip-top">
        <span className="stem-name">{name}</span>
        <button className="toggle" aria-pressed={strip.solo} aria-label={t.solo(name)} title={`${t.solo(name)} (${digit})`} onClick={() => onChange({ solo: !strip.solo })}>S</button>
        <button className="toggle" aria-pressed={strip.mute} aria-label={t.mute(name)} title={`${t.mute(name)} (⇧${digit})`} onClick={() => onChange({ mute: !strip.mute })}>M</button>
      </div>
      <div className="fader">
        <input
          type="range" min="0" max="100" step="1" value={to} aria-label={t.volume(name)} aria-valuetext={volumeText} title={t.volume(name)}
          style={{ "--to": `${to}%` } as React.CSSProperties}
          onChange={(e) => onChange({ volumeDb: dbOf(Number(e.target.value)) })}
          onDoubleClick={() => onChange({ volumeDb: 0 })}
        />
        <output>{strip.volumeDb <= SILENT_DB ? "−∞" : dbText(strip.volumeDb)}</output>
      </div>
    </>
  );
}

/** A stem's fader, pan, mute and solo. */
export function StripControls({ name, digit, strip, onChange }: StripProps) {
  const pan = Math.round(100 * strip.pan);
  const panText = pan === 0 ? t.panMiddle : pan < 0 ? t.panLeft(-pan) : t.panRight(pan);
  return (
    <div className="lane-head" role="group" aria-label={name}>
      <StripFader name={name} digit={digit} strip={strip} onChange={onChange} />
      <div className="fader pan">
        <input
          type="range" min="-100" max="100" step="1" value={pan} aria-label={t.pan(name)} aria-valuetext={panText} title={t.pan(name)}
          style={{ "--from": `${Math.min(50, 50 + pan / 2)}%`, "--to": `${Math.max(50, 50 + pan / 2)}%` } as React.CSSProperties}
          onChange={(e) => onChange({ pan: snapped(Number(e.target.value)) / 100 })}
          onDoubleClick={() => onChange({ pan: 0 })}
        />
        <output>{pan === 0 ? "C" : pan < 0 ? `L ${-pan}` : `R ${pan}`}</output>
      </div>
      <div className="meter" aria-hidden="true"><span /></div>
    </div>
  );
}

/** The fader's scale: 0 dB at 80 of 100, linear in dB above, ever coarser below. */
function dbOf(way: number): number {
  if (way >= 80) {
    const db = ((way - 80) / 20) * LOUDEST_DB;
    return Math.abs(db) < 0.35 ? 0 : db;
  }
  return way <= 0 ? SILENT_DB : Math.max(SILENT_DB, Math.round(40 * Math.log10(way / 80) * 10) / 10);
}

function faderOf(db: number): number {
  return Math.round(db >= 0 ? 80 + (db / LOUDEST_DB) * 20 : db <= SILENT_DB ? 0 : 80 * 10 ** (db / 40));
}

function snapped(pan: number): number {
  return Math.abs(pan) < 4 ? 0 : pan;
}
