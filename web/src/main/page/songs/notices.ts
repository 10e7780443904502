/** Notifications of the system, for those who look elsewhere while a song is taken apart. */

const isThere = () => typeof Notification !== "undefined";

/** Whether the person has not been asked yet. */
export const canAsk = () => isThere() && Notification.permission === "default";

/** Must come from a click. */
export async function ask(): Promise<void> {
  if (isThere()) {
    await Notification.requestPermission();
  }
}

/** Tells what has happened, if nobody sees the page and that is wanted. */
export function tellHidden(text: string): void {
  if (isThere() && document.hidden && Notification.permission === "granted") {
    try {
      new Notification(text, { icon: document.querySelector<HTMLLinkElement>("link[rel=icon]")?.href ?? "", tag: text });
    } catch {
      // Chrome on Android notifies from service workers only; the page says it all the same.
    }
  }
}
