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

/**
 * Sends changes one after the other, of each frame the newest. What the disk or the program does not take stays pending and is tried again until it
 * is taken; a conflict is told and waits for the user.
 */
export class Saver {
  private readonly versions = new Map<number, string>();
  private readonly waiting = new Map<number, Change>();
  private running: Promise<void> | null = null;
  private timer = 0;

  constructor(private readonly events: SaverEvents) {}

  /** Whether everything is on the disk. */
  get isDone(): boolean { return this.waiting.size === 0 && this.running === null; }

  /** The version that a frame's next change starts from. */
  loaded(frame: FrameMessage): void { this.versions.set(frame.index, frame.version); }

  isPending(index: number): boolean { return this.waiting.has(index); }

  save(index: number, change: Change): void {
    const before = this.waiting.get(index);
    this.waiting.set(index, before ? { ...change, seconds: change.seconds + before.seconds } : change);
    this.start();
  }

  /** Forgets a change that was refused or that the user gave up. */
  drop(index: number): void { this.waiting.delete(index); }

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
      try {
        const saved = await put<FrameMessage>(`/api/frames/${index}`, { version: this.versions.get(index) ?? "", ...change });
        this.versions.set(index, saved.version);
        if (this.waiting.get(index) === change) this.waiting.delete(index);
        this.events.failed(null);
        this.events.saved(saved);
      } catch (error) {
        const failure = error instanceof Failure ? error : new Failure(0, String(error));
        if (failure.status === 409) {
          this.waiting.delete(index);
          this.events.conflict(index, failure.message);
        } else if (failure.status === 400 || failure.status === 413) {
          this.waiting.delete(index);
          this.events.refused(index, failure.message);
        } else {
          this.events.failed(failure.message);
          this.timer = window.setTimeout(() => this.start(), retryAfter);
          return;
        }
      }
    }
  }
}
