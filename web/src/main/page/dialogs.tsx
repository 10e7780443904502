import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Close } from "./icons";
import { texts } from "./texts";

/** A modal dialog of the browser's own: it holds the focus, and gives it back. */
export function Modal({ title, onClose, children }: { title: string; onClose: (() => void) | null; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current!;
    shown.showModal();
    return () => shown.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(e) => {
        e.preventDefault();
        onClose?.();
      }}
      onClick={(e) => e.target === dialog.current && onClose?.()}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        {onClose && (
          <button className="quiet" onClick={onClose} aria-label={texts.help.close}>
            <Close />
          </button>
        )}
      </div>
      {children}
    </dialog>
  );
}

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal title={texts.help.title} onClose={onClose}>
      <dl className="keys">
        {texts.help.keys.map(([keys, does]) => (
          <div key={keys}>
            <dt>{keys.split(" ").map((k, i) => (/^[…,]$/.test(k) ? <span key={i}> {k} </span> : <kbd key={i}>{k.replace(",", "")}</kbd>))}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

export function KeyDialog(props: { wrong: boolean; known: boolean; onUse: (key: string | null) => void; onClose: (() => void) | null }) {
  const [key, setKey] = useState("");
  const onSubmit = (e: FormEvent) => {
    e.preventDefault();
    if (key.trim() !== "") {
      props.onUse(key.trim());
    }
  };
  return (
    <Modal title={texts.key.title} onClose={props.onClose}>
      <form onSubmit={onSubmit} className="key-form">
        <p>{texts.key.lead}</p>
        {props.wrong && <p className="problem" role="alert">{texts.key.wrong}</p>}
        <label>
          {texts.key.label}
          <input type="password" autoComplete="off" spellCheck={false} value={key} onChange={(e) => setKey(e.target.value)} />
        </label>
        <div className="row">
          <button className="primary" type="submit">{texts.key.use}</button>
          {props.known && <button type="button" onClick={() => props.onUse(null)}>{texts.key.forget}</button>}
        </div>
      </form>
    </Modal>
  );
}
