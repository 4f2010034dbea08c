import { byId, tell } from "../shared/dom";
import { post, put } from "../shared/server";
import type { State } from "./types";

const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8];

/** Plays a recording: stops, goes on, steps, faster and slower. */
export class Playing {
  private goes = true;
  private readonly speed = byId<HTMLSelectElement>("speed");
  private readonly button = byId("play");

  constructor() {
    this.speed.replaceChildren(...speeds.map((speed) => new Option(`${speed}x`, String(speed), speed === 1, speed === 1)));
    this.button.addEventListener("click", () => this.play(!this.goes));
    this.speed.addEventListener("change", () => this.play(this.goes));
    byId("step").addEventListener("click", () => void post("/api/live/step").then(() => this.mark(false), (error: Error) => tell(error.message)));
  }

  /** Shows how it is played, and how far. */
  show(state: State): void {
    const { playing } = state;
    byId("playing").hidden = playing === undefined || state.state.status === "ended";
    if (playing === undefined) return;
    this.mark(playing.goes);
    if (document.activeElement !== this.speed) this.speed.value = String(playing.speed);
    const progress = byId<HTMLProgressElement>("played");
    progress.hidden = playing.frames === undefined;
    if (playing.frames !== undefined) progress.value = (state.state.published + state.state.dropped) / playing.frames;
  }

  private play(goes: boolean): void {
    put("/api/live/playing", { goes, speed: Number(this.speed.value) }).then(() => this.mark(goes), (error: Error) => tell(error.message));
  }

  private mark(goes: boolean): void {
    this.goes = goes;
    this.button.textContent = goes ? "Pause" : "Play";
  }
}
