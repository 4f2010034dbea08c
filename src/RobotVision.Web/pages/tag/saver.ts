import { Failure, put } from "../shared/server";
import type { FrameMessage, Status, Tagged } from "./types";

/** A frame's labels as they are to be from now on. */
export interface Change { objects: Tagged[]; status: Status; why: string; seconds: number }

/** What becomes of changes that cannot be saved at once. */
export interface SaverEvents {
  saved(frame: FrameMessage): void;
  conflict(index: number, message: string): void;
  failed(message: string | null): void;
  refused(index: number, message: string): void;
}

const retryAfter = 2000; // milliseconds
export const slowAfter = 1500; // milliseconds until it is told that the program does not answer

/**
 * Sends changes one after the other, of each frame the newest. What the disk or the program does not take stays pending and is tried again until it
 * is taken; a conflict is told and waits for the user.
 */
export class Saver {
  private readonly versions = new Map<number, string>();
  private readonly waiting = new Map<number, Change>();
  private readonly held = new Map<number, Change>(); // changes in conflict, until the user has decided
  private running: Promise<void> | null = null;
  private timer = 0;

  /** @param set the version of the data set whose frames and class numbers are meant */
  constructor(private readonly set: string, private readonly events: SaverEvents) {}

  /** Whether everything is on the disk. */
  get isDone(): boolean { return this.waiting.size === 0 && this.held.size === 0 && this.running === null; }

  /** The version that a frame's next change starts from. */
  loaded(frame: FrameMessage): void { this.versions.set(frame.index, frame.version); }
  versionOf(index: number): string | undefined { return this.versions.get(index); }

  /** The change of a frame that is not on the disk yet. */
  pending(index: number): Change | undefined { return this.waiting.get(index) ?? this.held.get(index); }

  save(index: number, change: Change): void {
    const place = this.held.has(index) ? this.held : this.waiting;
    const before = place.get(index);
    place.set(index, before ? { ...change, seconds: change.seconds + before.seconds } : change);
    if (place === this.waiting) this.start();
  }

  /** Sends a change that was in conflict after all, in the place of the frame as it is now. */
  keep(frame: FrameMessage): void {
    const change = this.held.get(frame.index);
    this.held.delete(frame.index);
    this.loaded(frame);
    if (change) this.save(frame.index, { ...change, why: "kept mine" });
  }

  /** Forgets a change in conflict, which the user gave up. */
  drop(index: number): void { this.held.delete(index); }

  /** Waits until nothing is being sent; what cannot be saved at present stays pending. */
  async settle(): Promise<void> {
    while (this.running) await this.running;
  }

  private start(): void {
    clearTimeout(this.timer);
    this.running ??= this.run().finally(() => { this.running = null; });
  }

  private async run(): Promise<void> {
    await Promise.resolve(); // changes of the same moment go together
    while (this.waiting.size > 0) {
      const [index, change] = this.waiting.entries().next().value!;
      const slow = window.setTimeout(() => this.events.failed("The program has not answered yet."), slowAfter);
      try {
        const saved = await put<FrameMessage>(`/api/frames/${index}`, { set: this.set, version: this.versions.get(index) ?? "", ...change });
        this.versions.set(index, saved.version);
        if (this.waiting.get(index) === change) this.waiting.delete(index);
        this.events.failed(null);
        this.events.saved(saved);
      } catch (error) {
        const failure = error instanceof Failure ? error : new Failure(0, String(error));
        if (failure.status === 409) {
          this.held.set(index, this.waiting.get(index) ?? change);
          this.waiting.delete(index);
          this.events.failed(null);
          this.events.conflict(index, failure.message);
        } else if (failure.status === 400 || failure.status === 413) {
          this.waiting.delete(index);
          this.events.failed(null);
          this.events.refused(index, failure.message);
        } else {
          this.events.failed(failure.message);
          this.timer = window.setTimeout(() => this.start(), retryAfter);
          return;
        }
      } finally {
        clearTimeout(slow);
      }
    }
  }
}
