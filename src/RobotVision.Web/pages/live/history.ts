import { byId } from "../shared/dom";
import type { LiveFrame } from "./types";

const span = 10_000; // milliseconds that are kept

/** The frames of the last ten seconds, of which one can be looked at while others come. */
export class History {
  readonly frames: LiveFrame[] = [];
  private frozen: LiveFrame | undefined;
  private readonly slider = byId<HTMLInputElement>("when");

  constructor(private readonly show: (frame: LiveFrame, past: readonly LiveFrame[]) => void) {
    byId("freeze").addEventListener("click", () => this.freeze(this.frozen === undefined));
    byId("back").addEventListener("click", () => this.step(-1));
    byId("forward").addEventListener("click", () => this.step(1));
    this.slider.addEventListener("input", () => this.open(this.frames[Number(this.slider.value)]));
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
      if (event.key === " " && !(event.target instanceof HTMLButtonElement)) this.freeze(this.frozen === undefined);
      else if (event.key === "ArrowLeft") this.step(-1);
      else if (event.key === "ArrowRight") this.step(1);
      else return;
      event.preventDefault();
    });
  }

  /** The frame that is shown. */
  get current(): LiveFrame | undefined {
    return this.frozen ?? this.frames.at(-1);
  }

  /** Adds the newest frame, and shows it unless another one is held. */
  add(frame: LiveFrame): void {
    if (this.frozen !== undefined) return; // the ten seconds before it stay
    this.frames.push(frame);
    while (this.frames[0]!.time < frame.time - span) this.frames.shift();
    this.slider.max = String(this.frames.length - 1);
    this.slider.value = this.slider.max;
    this.show(frame, this.frames);
  }

  private freeze(isFrozen: boolean): void {
    if (isFrozen) this.open(this.frames.at(-1));
    else {
      this.frozen = undefined;
      this.tell();
      const newest = this.frames.at(-1);
      if (newest !== undefined) this.show(newest, this.frames);
    }
  }

  private step(by: number): void {
    const at = this.frames.indexOf(this.current!);
    this.open(this.frames[Math.min(this.frames.length - 1, Math.max(0, at + by))]);
  }

  private open(frame: LiveFrame | undefined): void {
    if (frame === undefined) return;
    this.frozen = frame;
    const at = this.frames.indexOf(frame);
    this.slider.value = String(at);
    this.show(frame, this.frames.slice(0, at + 1));
    this.tell();
  }

  private tell(): void {
    const frozen = this.frozen;
    const ago = frozen === undefined ? 0 : (this.frames.at(-1)!.time - frozen.time) / 1000;
    byId("freeze").setAttribute("aria-pressed", String(frozen !== undefined));
    byId("freeze").dataset["frame"] = String(frozen?.result.frame ?? "");
    byId("freeze-word").textContent = frozen === undefined ? "Freeze" : "Go on";
    byId("ago").textContent = frozen === undefined ? "live" : `${ago.toFixed(2)} s before the freeze`;
    document.body.classList.toggle("frozen", frozen !== undefined);
  }
}
