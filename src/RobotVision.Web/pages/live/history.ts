import { byId } from "../shared/dom";
import { cameraOf, type LiveFrame } from "./types";

const span = 10_000; // milliseconds that are kept

/**
 * The frames of the last ten seconds, of all cameras. One of the chosen camera can be looked at while others come; of the other cameras the last ones before
 * it are shown then.
 */
export class History {
  readonly frames: LiveFrame[] = [];
  private comes = true;
  private chosen: string | undefined;
  private frozen: LiveFrame | undefined;
  private readonly missed = new Map<string, LiveFrame>(); // of each camera the newest one that came while one was held
  private readonly slider = byId<HTMLInputElement>("when");

  constructor(private readonly show: (frame: LiveFrame, past: readonly LiveFrame[]) => void) {
    byId("freeze").addEventListener("click", () => this.freeze(this.frozen === undefined));
    byId("back").addEventListener("click", () => this.step(-1));
    byId("forward").addEventListener("click", () => this.step(1));
    this.slider.addEventListener("input", () => this.open(this.own[Number(this.slider.value)]));
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
      if (event.key === " " && !(event.target instanceof HTMLButtonElement)) this.freeze(this.frozen === undefined);
      else if (event.key === "ArrowLeft") this.step(-1);
      else if (event.key === "ArrowRight") this.step(1);
      else return;
      event.preventDefault();
    });
  }

  /** Whether one frame is held while others come. */
  get isFrozen(): boolean {
    return this.frozen !== undefined;
  }

  /** The frame of the chosen camera that is shown. */
  get current(): LiveFrame | undefined {
    return this.frozen ?? this.own.at(-1);
  }

  /** Steps through the frames of a camera from now on. */
  choose(camera: string): void {
    this.chosen = camera;
    const { frozen } = this;
    if (frozen !== undefined) this.open(this.own.findLast((frame) => frame.time <= frozen.time) ?? this.own[0]);
  }

  private get own(): readonly LiveFrame[] {
    return this.chosen === undefined ? this.frames : this.frames.filter((frame) => cameraOf(frame) === this.chosen);
  }

  /** Holds the frame that is shown. */
  hold(): void {
    this.open(this.current);
  }

  /** Goes on with the frames that come, if one was held. */
  release(): void {
    if (this.frozen === undefined) return;
    this.frozen = undefined;
    for (const frame of [...this.missed.values()].sort((one, other) => one.time - other.time)) this.keep(frame);
    this.missed.clear();
    this.tell();
    this.showUpTo(this.frames.length - 1);
  }

  /** Adds the newest frame, and shows it unless another one is held; the ten seconds before that one stay. */
  add(frame: LiveFrame): void {
    if (this.frozen !== undefined) this.missed.set(cameraOf(frame), frame);
    else {
      this.keep(frame);
      this.show(frame, this.frames);
    }
  }

  /** Says whether frames come. */
  set isLive(comes: boolean) {
    if (comes === this.comes) return;
    this.comes = comes;
    this.tell();
  }

  private keep(frame: LiveFrame): void {
    this.frames.push(frame);
    while (this.frames[0]!.time < frame.time - span) this.frames.shift();
    this.slider.max = String(Math.max(0, this.own.length - 1));
    this.slider.value = this.slider.max;
  }

  private freeze(isFrozen: boolean): void {
    if (isFrozen) this.open(this.own.at(-1));
    else this.release();
  }

  private step(by: number): void {
    const { own } = this;
    const at = own.indexOf(this.current!);
    this.open(own[Math.min(own.length - 1, Math.max(0, at + by))]);
  }

  private open(frame: LiveFrame | undefined): void {
    if (frame === undefined) return;
    this.frozen = frame;
    const { own } = this;
    this.slider.max = String(own.length - 1);
    this.slider.value = String(own.indexOf(frame));
    this.showUpTo(this.frames.indexOf(frame));
    this.tell();
  }

  /** Shows the last frame of each camera up to one of the frames, that of the chosen camera last. */
  private showUpTo(at: number): void {
    const past = this.frames.slice(0, at + 1);
    const last = new Map(past.map((frame) => [cameraOf(frame), frame]));
    for (const [camera, frame] of last) if (camera !== this.chosen) this.show(frame, past);
    const chosen = this.chosen === undefined ? past.at(-1) : last.get(this.chosen);
    if (chosen !== undefined) this.show(chosen, past);
  }

  private tell(): void {
    const frozen = this.frozen;
    const ago = frozen === undefined ? 0 : (this.own.at(-1)!.time - frozen.time) / 1000;
    byId("freeze").setAttribute("aria-pressed", String(frozen !== undefined));
    byId("freeze").dataset["frame"] = String(frozen?.result.frame ?? "");
    byId("freeze-word").textContent = frozen === undefined ? "Freeze" : "Go on";
    byId("ago").textContent = frozen === undefined ? (this.comes ? "live" : "the last one") : `${ago.toFixed(2)} s before the freeze`;
    document.body.classList.toggle("frozen", frozen !== undefined);
  }
}
