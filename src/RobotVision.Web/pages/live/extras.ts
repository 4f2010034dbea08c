import { byId, tell } from "../shared/dom";
import { post } from "../shared/server";
import type { State } from "./types";

/** What the page can do in some runs only: by its name, what it works on. */
export type Extras = Record<string, string>;

/** Saves the sliders in the options file of the run. */
export function offerSaving(extras: Extras): void {
  const file = extras["options"];
  if (file === undefined) return;
  byId("save-row").hidden = false;
  byId("save-file").textContent = file;
  byId("save-options").addEventListener("click", () => {
    post("/api/live/options").then(() => tell(`Saved in ${file}`), (error: Error) => tell(error.message));
  });
}

/** Stops the recording of a run, and goes on with it. */
export class Recording {
  private readonly button = byId("record");
  private isActive = false;

  constructor(extras: Extras) {
    byId("recording").hidden = extras["recording"] === undefined;
    this.button.addEventListener("click", () => {
      post(`/api/live/recording/${this.isActive ? "pause" : "resume"}`).then(() => undefined, (error: Error) => tell(error.message));
    });
  }

  /** Shows whether it goes on. */
  show({ state }: State): void {
    const { recording } = state;
    if (recording === undefined) return;
    this.isActive = recording.active;
    this.button.textContent = recording.active ? "Stop recording" : "Record";
    const where = recording.file || "no file yet";
    byId("recorded").textContent = `${recording.active ? "recording to" : "not recording; last"} ${where}, ${recording.frames} frames in all`;
    byId("recording").classList.toggle("active", recording.active);
  }
}
