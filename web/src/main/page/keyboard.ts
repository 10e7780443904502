/** Whether a key press is input for a field or a dialog, and therefore not a shortcut. */
export function isTyping(e: KeyboardEvent): boolean {
  const at = e.target;
  return (
    e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]") !== null ||
    (at instanceof HTMLElement && (at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=range])")))
  );
}
