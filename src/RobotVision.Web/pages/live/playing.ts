import { byId, tell } from "../shared/dom";
import { post, put } from "../shared/server";
import type { State } from "./types";

const patience = 1000; // milliseconds after a jump in which the program's own place does not move the time line
const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8];

/** Plays a recording: stops, goes on, steps, jumps, faster and slower. */
export class Playing {
  private goes = true;
  private wanted: number | undefined; // the frame to jump to, while the jump before is under way
  private isJumping = false;
  private changed = -patience;
  private readonly line = byId<HTMLInputElement>("time-line");
  private readonly speed = byId<HTMLSelectElement>("speed");
  private readonly button = byId("play");

  /** The frame that was asked for and has not come yet. */
  asked: number | undefined;

  /** `onAsked` is told when another frame than the one that is shown is asked for. */
  constructor(private readonly onAsked: () => void) {
    this.speed.replaceChildren(...speeds.map((speed) => new Option(`${speed}x`, String(speed), speed === 1, speed === 1)));
    this.button.addEventListener("click", () => {
      if (!this.goes) this.leave();
      this.play(!this.goes);
    });
    this.speed.addEventListener("change", () => this.play(this.goes));
    this.line.addEventListener("input", () => void this.jump(Number(this.line.value)));
    for (const step of ["step", "step-back"])
      byId(step).addEventListener("click", () => {
        this.leave();
        post(`/api/live/${step}`).then(() => this.mark(false), (error: Error) => tell(error.message));
      });
  }

  /** A frame has come. */
  got(frame: number): void {
    if (frame === this.asked) this.asked = undefined;
  }

  /** Shows how it is played, and how far. */
  show(state: State): void {
    const { playing } = state;
    byId("playing").hidden = playing === undefined || state.state.status === "ended";
    if (playing === undefined) return;
    this.mark(playing.goes);
    if (document.activeElement !== this.speed) this.speed.value = String(playing.speed);
    const progress = byId<HTMLProgressElement>("played");
    const canJump = playing.can_jump === true && playing.frames !== undefined;
    byId("step-back").hidden = this.line.hidden = !canJump;
    progress.hidden = canJump || playing.frames === undefined;
    if (playing.frames === undefined) return;
    progress.value = (state.state.published + state.state.dropped) / playing.frames;
    if (!canJump || performance.now() - this.changed < patience) return;
    this.line.max = String(playing.frames - 1);
    this.line.value = String(playing.frame ?? 0);
  }

  /** Stops where it is. */
  async pause(): Promise<void> {
    if (this.goes) await put("/api/live/playing", { goes: false, speed: Number(this.speed.value) });
    this.mark(false);
  }

  /** Goes to a frame, as the time line does. */
  async goTo(frame: number): Promise<void> {
    this.line.value = String(frame);
    await this.jump(frame);
  }

  /** Jumps to a frame; while it is dragged, one jump after the other, the last one for sure. */
  private async jump(frame: number): Promise<void> {
    this.leave();
    this.changed = performance.now();
    this.asked = this.wanted = frame;
    if (this.isJumping) return;
    this.isJumping = true;
    try {
      for (let next: number | undefined = frame; next !== undefined; next = this.wanted) {
        this.wanted = undefined;
        await put("/api/live/frame", { frame: next });
        this.changed = performance.now();
      }
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    } finally {
      this.isJumping = false;
    }
  }

  private leave(): void {
    this.asked = undefined;
    this.onAsked();
  }

  private play(goes: boolean): void {
    put("/api/live/playing", { goes, speed: Number(this.speed.value) }).then(() => this.mark(goes), (error: Error) => tell(error.message));
  }

  private mark(goes: boolean): void {
    this.goes = goes;
    this.button.textContent = goes ? "Pause" : "Play";
  }
}
