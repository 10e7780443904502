import { Modal } from "../dialogs";
import { texts } from "../texts";

/** Says what will happen, and lets it happen or not. */
export function ConfirmDialog({ title, says, does, onDo, onClose }: { title: string; says: string; does: string; onDo: () => void; onClose: () => void }) {
  return (
    <Modal title={title} onClose={onClose}>
      <p>{says}</p>
      <div className="row confirm">
        <button className="primary" onClick={onDo}>{does}</button>
        <button onClick={onClose}>{texts.learning.models.cancel}</button>
      </div>
    </Modal>
  );
}
