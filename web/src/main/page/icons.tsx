import type { ReactNode } from "react";

/** Drawn here, 24 × 24, in the colour of the text around them. Always beside a text or in a named button. */
const icon = (name: string, children: ReactNode) => {
  const Icon = () => (
    <svg viewBox="0 0 24 24" className="icon" aria-hidden="true" focusable="false" fill="none" stroke="currentColor"
      strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round">
      {children}
    </svg>
  );
  Icon.displayName = name;
  return Icon;
};

const solid = { fill: "currentColor", stroke: "none" };

export const Play = icon("Play", <path d="M8 5.2v13.600a.8.8 0 0 0 1.2.7l11-6.800a.8.8 0 0 0 0-1.400l-11-6.800A.8.8 0 0 0 8 5.200z" {...solid} />);
export const Pause = icon("Pause", <><rect x="6.5" y="5" width="4" height="14" rx="1.2" {...solid} /><rect x="13.5" y="5" width="4" height="14" rx="1.2" {...solid} /></>);
export const ToStart = icon("ToStart", <><path d="M6 6v12" /><path d="M18.5 6.500v11L10 12z" fill="currentColor" /></>);
export const LoopIcon = icon("LoopIcon", <><path d="M17 3l3 3-3 3" /><path d="M4 11V9.500A3.5 3.5 0 0 1 7.5 6H20" /><path d="M7 21l-3-3 3-3" /><path d="M20 13v1.500a3.5 3.5 0 0 1-3.5 3.500H4" /></>);
export const Download = icon("Download", <><path d="M12 4v11" /><path d="M7.5 11L12 15.5 16.5 11" /><path d="M5 20h14" /></>);
export const Close = icon("Close", <path d="M6 6l12 12M18 6L6 18" />);
export const Back = icon("Back", <path d="M15 5l-7 7 7 7" />);
export const Plus = icon("Plus", <path d="M12 5v14M5 12h14" />);
export const Minus = icon("Minus", <path d="M5 12h14" />);
export const Fit = icon("Fit", <path d="M4 6v12M20 6v12M8 12h8M10.5 9.500L8 12l2.5 2.500M13.5 9.500L16 12l-2.5 2.5" />);
export const Sun = icon("Sun", <><circle cx="12" cy="12" r="4" /><path d="M12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M18.7 5.300l-1.4 1.400M6.7 17.300l-1.4 1.4" /></>);
export const Moon = icon("Moon", <path d="M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500z" />);
export const HalfMoon = icon("HalfMoon", <><circle cx="12" cy="12" r="8.5" /><path d="M12 3.500a8.5 8.5 0 0 1 0 17z" {...solid} /></>);
export const Keyboard = icon("Keyboard", <><rect x="2.5" y="6" width="19" height="12" rx="2.5" /><path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8" /></>);
export const Key = icon("Key", <><circle cx="8" cy="14.5" r="4" /><path d="M11 11.500L19.5 3.500M16 7l2.5 2.5" /></>);
export const Good = icon("Good", <path d="M7 11v9H4.500v-9zM7 11l4-7.500c1.6 0 2.3 1 2 2.500l-.7 3.500H18a2 2 0 0 1 2 2.400l-1.2 6A2.5 2.5 0 0 1 16.3 20H7" />);
export const Bad = icon("Bad", <path d="M17 13V4h2.500v9zM17 13l-4 7.500c-1.6 0-2.3-1-2-2.500l.7-3.500H6a2 2 0 0 1-2-2.400l1.2-6A2.5 2.5 0 0 1 7.7 4H17" />);
export const Trash = icon("Trash", <path d="M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7M10.5 11v5M13.5 11v5" />);
export const Again = icon("Again", <><path d="M4.5 12a7.5 7.5 0 1 1 2.2 5.3" /><path d="M4 19v-4.500h4.5" /></>);
export const Warning = icon("Warning", <><path d="M12 4L2.8 19.500h18.400z" /><path d="M12 10v4.500M12 17.200h.01" /></>);
export const Wave = icon("Wave", <path d="M3 12h1.500M7 8v8M10.5 5v14M14 9v6M17.5 7v10M21 11v2" />);
export const Bars = icon("Bars", <><rect x="3.5" y="4.5" width="17" height="15" rx="2" /><path d="M7.5 16v-3M11 16V8M14.5 16v-5M18 16v-1" /></>);
export const Pencil = icon("Pencil", <path d="M4 20l1-4.500L16 4.500l3.5 3.500L8.5 19zM14 6.500l3.5 3.5" />);
export const Record = icon("Record", <circle cx="12" cy="12" r="6.5" {...solid} />);
export const Stop = icon("Stop", <rect x="6.5" y="6.5" width="11" height="11" rx="1.6" {...solid} />);

/** The mark of Isolator: a wave that splits. */
export function Mark() {
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
