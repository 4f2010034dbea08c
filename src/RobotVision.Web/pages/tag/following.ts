import { byId, tell } from "../shared/dom";
import { post } from "../shared/server";
import type { App } from "./app";
import type { Box } from "./types";

const followedFrames = 100;
const correctedAfter = 600; // milliseconds in which a box that is moved stays where it is

interface ManyFrames { frames: number[]; message: string }

/** Carries boxes into other frames, and moves boxes: where a followed one is corrected, the frames around are brought in line. */
export class Following {
  private timer = 0;

  constructor(private readonly app: App) {}

  /** Moves or resizes a box by the mouse. */
  place(index: number, box: Box): void {
    const { editor } = this.app;
    const track = editor.objects[index]?.track;
    editor.place(index, box);
    this.correct(track);
  }

  /** Moves or resizes the selected box or guess by pixels. */
  nudge(right: number, down: number, resize: boolean): void {
    const { editor } = this.app;
    const track = editor.selected?.track;
    editor.nudge(right, down, resize);
    this.correct(track);
  }

  /** Leaves the frames around a corrected box alone: the correction is taken back. */
  cancel(): void { clearTimeout(this.timer); }

  /** The object with a track in a frame is a key of it from now on, once it stays where it is. */
  private correct(track: number | undefined): void {
    if (track === undefined) return;
    const { app } = this;
    const frame = app.index;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => app.enqueue(async () => {
      const objects = frame === app.index ? app.editor.objects : (await app.load(frame)).objects;
      const object = objects.findIndex((one) => one.track === track);
      if (object >= 0) await this.follow(frame, object, true);
    }), correctedAfter);
  }

  async follow(frame = this.app.index, object = this.selected, joined = false): Promise<void> {
    if (object < 0) return tell("Select the box that is to be followed.");
    if (!await this.app.isSaved()) return;
    tell("following …");
    const answer = await post<ManyFrames>("/api/follow", { frame, object, count: followedFrames, joined });
    if (frame === this.app.index || answer.frames.includes(this.app.index)) await this.app.reload();
    tell(answer.message);
  }

  async confirm(): Promise<void> {
    if (!await this.app.isSaved()) return;
    const { frames, message } = await post<ManyFrames>("/api/confirm", { frame: this.app.index });
    if (frames.includes(this.app.index)) await this.app.reload();
    tell(message);
  }

  askRange(): void {
    const { app, selected: object } = this;
    if (object < 0) return tell("Select the box that is to be put into the next frames.");
    const [first, last] = [app.index + 2, app.frames.count];
    if (first > last) return tell("There is no frame behind this one.");
    const [dialog, end] = [byId<HTMLDialogElement>("range"), byId<HTMLInputElement>("range-end")];
    end.value = String(Math.min(last, app.index + 11));
    dialog.returnValue = "";
    dialog.showModal();
    end.select();
    dialog.onclose = () => {
      const wanted = Number(end.value);
      if (dialog.returnValue !== "go") return;
      if (!Number.isInteger(wanted) || wanted < first || wanted > last) return tell(`Expected a frame behind this one, ${first} to ${last}.`);
      app.enqueue(async () => {
        if (!await app.isSaved()) return;
        const { message } = await post<ManyFrames>("/api/range", { frame: app.index, object, end: wanted - 1 });
        await app.reload();
        tell(message);
      });
    };
  }

  private get selected(): number {
    const { selection } = this.app.editor;
    return selection?.kind === "object" ? selection.index : -1;
  }
}
