import { byId, make } from "../shared/dom";
import type { ChangesMessage } from "./types";

const retryAfter = 2000; // milliseconds

/** The stream of changes, opened again whenever it ends; the banner says when the program is away and whether something waits for it. */
export class Connection {
  private unsaved: string | null = null;
  private lost: string | null = null;

  constructor(private readonly isSaved: () => boolean) {}

  listen(changed: (message: ChangesMessage) => void): void {
    const source = new EventSource("/api/changes");
    source.onmessage = (event) => changed(JSON.parse(event.data as string) as ChangesMessage);
    source.onopen = () => { this.lost = null; this.show(); };
    source.onerror = () => {
      this.lost = "The program does not answer: is it still running?";
      // The browser does not try again what was refused: a program that was started anew does not know this window until it has the new address.
      if (source.readyState === EventSource.CLOSED) {
        this.lost = "The program was started again: open the address that it printed, here or in another tab of this browser.";
        window.setTimeout(() => this.listen(changed), retryAfter);
      }
      this.show();
    };
  }

  /** Says why a change is not saved; null when all that was sent is. */
  failed(message: string | null): void {
    this.unsaved = message;
    this.show();
  }

  show(): void {
    const why = this.lost ?? this.unsaved;
    const banner = byId("banner");
    banner.hidden = why === null;
    if (why !== null) banner.replaceChildren(make("span", "", `${this.isSaved() ? "" : "Not saved yet: "}${why}`));
  }
}
