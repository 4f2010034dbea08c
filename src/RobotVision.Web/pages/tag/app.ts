import { byId, make, tell } from "../shared/dom";
import { Failure, get, post } from "../shared/server";
import { Editor } from "./editor";
import { Frames } from "./frames";
import { Panel } from "./panel";
import { Picture } from "./picture";
import { type Change, Saver } from "./saver";
import { Timeline } from "./timeline";
import type { ChangesMessage, FrameMessage, SetMessage, TagClass } from "./types";

const soonAfter = 250; // milliseconds in which keys that move a box become one change
const followedFrames = 100;
const lights: readonly (readonly [number, number])[] = [[1, 1], [1.6, 1], [2.4, 1.1], [4, 1.2]];

/** The page: opens frames, and does what keys and buttons ask for. */
export class App {
  readonly frames: Frames;
  readonly editor: Editor;
  readonly picture: Picture;
  private readonly panel: Panel;
  private readonly timeline: Timeline;
  private readonly saver: Saver;
  index = -1;
  private light = 0;
  showGuesses = true;
  private model: string | undefined;
  private opening = 0;
  private line: Promise<void> = Promise.resolve();
  queued = 0;
  private refollowing = 0;
  private soon: { index: number; change: Change; timer: number } | null = null;

  constructor(set: SetMessage) {
    this.frames = new Frames(set);
    const size = (): { width: number; height: number } => ({ width: this.picture.width, height: this.picture.height });
    this.editor = new Editor(set.classes, size, (i, change, soon) => this.keep(i, change, soon), () => this.show());
    this.picture = new Picture(byId("picture"), (n) => this.editor.classOf(n), {
      draw: (box) => this.enqueue(() => this.editor.add(box)),
      select: (what) => this.enqueue(() => this.editor.select(what)),
      change: (i, box) => this.enqueue(() => this.place(i, () => this.editor.place(i, box))),
    });
    this.panel = new Panel(this.editor);
    this.timeline = new Timeline(byId("timeline"), this.frames, (index) => this.enqueue(() => this.open(index)));
    this.saver = new Saver({
      saved: (frame) => {
        if (frame.index === this.index && !this.saver.isPending(frame.index) && this.editor.frame) this.editor.frame.version = frame.version;
      },
      conflict: (index, message) => void this.onConflict(index, message),
      refused: (index, message) => { tell(message); if (index === this.index) void this.reload(); },
      failed: (message) => this.showFailure(message),
    });
    this.wire();
  }

  async start(): Promise<void> {
    this.listenToChanges();
    const at = Number(sessionStorage.getItem("frame") ?? "0");
    await this.open(at < this.frames.count ? at : 0);
    byId("picture").focus();
  }

  /** Opens a frame; one that was edited and is left counts as done. */
  async open(index: number | null): Promise<void> {
    this.leave();
    if (index === null) return tell("There is no further frame of this choice.");
    const ticket = ++this.opening;
    const image = this.frames.image(index);
    if (this.saver.isPending(index)) await this.saver.settle();
    const answers = await Promise.allSettled([get<FrameMessage>(`/api/frames/${index}`), image]);
    if (ticket !== this.opening) return; // another one was asked for meanwhile
    const [frame, picture] = answers;
    if (frame.status === "rejected") return tell(messageOf(frame.reason));
    this.index = index;
    sessionStorage.setItem("frame", String(index));
    this.saver.loaded(frame.value);
    if (picture.status === "fulfilled") this.picture.show(picture.value);
    this.showProblem(frame.value.problem ?? (picture.status === "rejected" ? messageOf(picture.reason) : undefined));
    this.editor.open(frame.value, true);
    this.timeline.show(index);
    byId<HTMLInputElement>("number").value = String(index + 1);
    byId("name").textContent = this.frames.set.names[index]!;
    if (frame.value.foreign) tell("The label file of this frame was changed by another program.");
  }

  /** Does one thing after the other: a key that is pressed while a frame is being opened is meant for that frame. */
  enqueue(work: () => unknown): void {
    this.queued++;
    this.line = this.line.then(async () => { await this.tryTo(async () => work()); this.queued--; });
  }

  /** What is drawn from now on; nothing stays selected, so that a box can be drawn within the one that was. */
  choose(known: TagClass): void {
    this.editor.current = known;
    tell(known.name);
    this.editor.select(null);
  }


  private wire(): void {
    const click = (id: string, run: () => unknown): void => byId(id).addEventListener("click", () => { this.enqueue(run); byId("picture").focus(); });
    click("previous", () => this.open(this.frames.step(this.index, -1)));
    click("next", () => this.open(this.frames.step(this.index, 1)));
    click("to-do", () => this.openNextToDo());
    click("teach", () => this.teach());
    click("undo", () => this.step("undo"));
    click("redo", () => this.step("redo"));
    click("accept", () => this.acceptAll());
    click("nothing", () => this.editor.judge("done", "nothing here", false));
    click("unclear", () => this.editor.judge("unclear", "unclear"));
    click("follow", () => this.follow());
    click("copy", () => this.copyPrevious());
    byId("help").addEventListener("click", () => byId<HTMLDialogElement>("keys").showModal());
    byId("count").textContent = `of ${this.frames.count}`;
    const filter = byId<HTMLSelectElement>("filter");
    filter.append(...this.frames.filters.map((one) => new Option(one.name, one.id)));
    filter.addEventListener("change", () => {
      this.frames.filter = this.frames.filters.find((one) => one.id === filter.value) ?? this.frames.filters[0]!;
      this.timeline.draw();
      byId("picture").focus();
      const { frames, index } = this;
      if (!frames.filter.takes(frames.rows[index], index)) this.enqueue(() => this.open(frames.step(index, 1) ?? frames.step(index, -1)));
    });
    const number = byId<HTMLInputElement>("number");
    number.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      const wanted = Number(number.value) - 1;
      number.value = String(this.index + 1);
      byId("picture").focus();
      if (event.key === "Enter" && Number.isInteger(wanted) && wanted >= 0 && wanted < this.frames.count) this.enqueue(() => this.open(wanted));
    });
    byId("timeline").addEventListener("keydown", (event) => {
      const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (by === 0) return;
      event.preventDefault();
      event.stopPropagation();
      this.enqueue(() => this.open(this.frames.step(this.index, by)));
    });
    byId("picture").addEventListener("zoomed", () => { byId("zoom").textContent = `${Math.round(this.picture.zoom * 100)} %`; });
    document.addEventListener("theme", () => this.show());
    window.addEventListener("beforeunload", (event) => {
      this.flush();
      if (!this.saver.isDone) event.preventDefault(); // the browser asks
    });
  }

  show(): void {
    this.picture.render(this.editor.objects, this.editor.guesses ?? [], this.editor.selection, this.showGuesses);
    this.panel.show(this.model, this.showGuesses);
  }

  /** Changes of one box; of a followed one, the frames around are brought in line once it is saved. */
  place(index: number, change: () => void): void {
    const followed = this.editor.objects[index]?.track !== undefined;
    change();
    if (followed) this.refollow();
  }

  private refollow(): void {
    clearTimeout(this.refollowing);
    const [frame, object] = [this.index, this.editor.selection?.index];
    if (object !== undefined) this.refollowing = window.setTimeout(() => this.enqueue(() => this.follow(frame, object, true)), 600);
  }

  private keep(index: number, change: Change, soon: boolean): void {
    if (this.soon && this.soon.index !== index) this.flush();
    const seconds = change.seconds + (this.soon?.change.seconds ?? 0);
    clearTimeout(this.soon?.timer);
    this.soon = { index, change: { ...change, seconds }, timer: window.setTimeout(() => this.flush(), soon ? soonAfter : 0) };
    if (!soon) this.flush();
  }

  private flush(): void {
    if (!this.soon) return;
    clearTimeout(this.soon.timer);
    const { index, change } = this.soon;
    this.soon = null;
    this.saver.save(index, change);
  }

  private leave(): void {
    const { editor } = this;
    const isFollowed = editor.objects.some((one) => one.track !== undefined); // such frames are confirmed together
    if (editor.changedHere && editor.status === "draft" && !isFollowed) {
      // An empty frame is done only when somebody said that there is nothing.
      if (editor.objects.length > 0) editor.judge("done", "frame done");
      else editor.judge("untouched", "nothing tagged");
    }
    this.flush();
  }

  async acceptAll(): Promise<void> {
    this.editor.accept(this.showGuesses ? this.editor.waiting : [], "done");
    this.flush();
    const next = this.frames.step(this.index, 1);
    if (next !== null) await this.open(next);
  }

  async openNextToDo(): Promise<void> {
    this.leave();
    await this.saver.settle();
    const next = this.frames.nextToDo(this.index);
    if (next === null) tell("All frames are done.");
    else await this.open(next);
  }

  async copyPrevious(): Promise<void> {
    if (this.index === 0) return tell("There is no frame before.");
    await this.tryTo(async () => this.editor.copy((await get<FrameMessage>(`/api/frames/${this.index - 1}`)).objects));
  }

  brighten(): void {
    this.light = (this.light + 1) % lights.length;
    const [brightness, contrast] = lights[this.light]!;
    this.picture.setLight(brightness, contrast);
    tell(this.light === 0 ? "as it is" : `${brightness} times as bright`);
  }

  async step(which: "undo" | "redo"): Promise<void> {
    await this.tryTo(async () => {
      this.flush();
      await this.saver.settle();
      const { frames, what } = await post<{ frames: number[]; what?: string }>(`/api/${which}`);
      if (frames.length === 0) return tell(`There is nothing to ${which}.`);
      this.editor.changedHere = false;
      if (frames.includes(this.index)) await this.reload();
      else await this.open(frames[0]!);
      tell(`${which}: ${what ?? ""}${frames.length > 1 ? ` (${frames.length} frames)` : ""}`);
    });
  }

  async follow(frame = this.index, object = this.editor.selection?.kind === "object" ? this.editor.selection.index : -1, joined = false): Promise<void> {
    if (object < 0) return tell("Select the box that is to be followed.");
    await this.tryTo(async () => {
      this.flush();
      await this.saver.settle();
      tell("following …");
      const answer = await post<{ frames: number[]; message: string }>("/api/follow", { frame, object, count: followedFrames, joined });
      if (frame === this.index || answer.frames.includes(this.index)) await this.reload();
      tell(answer.message);
    });
  }

  async confirm(): Promise<void> {
    await this.tryTo(async () => {
      this.flush();
      await this.saver.settle();
      const { frames, message } = await post<{ frames: number[]; message: string }>("/api/confirm", { frame: this.index });
      if (frames.includes(this.index)) await this.reload();
      tell(message);
    });
  }

  askRange(): void {
    const object = this.editor.selection?.kind === "object" ? this.editor.selection.index : -1;
    if (object < 0) return tell("Select the box that is to be put into the next frames.");
    const [dialog, end] = [byId<HTMLDialogElement>("range"), byId<HTMLInputElement>("range-end")];
    end.value = String(Math.min(this.frames.count, this.index + 11));
    dialog.returnValue = "";
    dialog.showModal();
    end.select();
    dialog.onclose = () => {
      if (dialog.returnValue === "go") this.enqueue(async () => {
        this.flush();
        await this.saver.settle();
        const { message } = await post<{ message: string }>("/api/range", { frame: this.index, object, end: Number(end.value) - 1 });
        await this.reload();
        tell(message);
      });
    };
  }

  async teach(): Promise<void> {
    await this.tryTo(async () => {
      const { frames, message } = await post<{ frames: number[]; message: string }>("/api/teach", { count: 20 });
      if (frames.length === 0) return tell(message);
      this.frames.taught = frames;
      const filter = byId<HTMLSelectElement>("filter");
      filter.value = "teach";
      this.frames.filter = this.frames.filters.find((one) => one.id === "teach")!;
      await this.open(frames[0]!);
      tell(message);
    });
  }

  private async reload(): Promise<void> {
    const frame = await get<FrameMessage>(`/api/frames/${this.index}`);
    if (frame.index !== this.index) return;
    this.saver.loaded(frame);
    this.showProblem(frame.problem);
    this.editor.open(frame, false);
  }

  private async tryTo(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      tell(messageOf(error));
      if (!(error instanceof Failure)) console.error(error);
    }
  }

  private listenToChanges(): void {
    const source = new EventSource("/api/changes");
    source.onmessage = (event) => {
      const message = JSON.parse(event.data as string) as ChangesMessage;
      this.model = message.model;
      const changed = this.frames.update(message.rows);
      this.panel.showProgress(message.progress);
      this.showSteps(message);
      if (changed.length > 0) this.timeline.draw();
      if (changed.includes(this.index)) void this.onChanged();
    };
    source.onerror = () => this.showFailure("The program does not answer; changes wait until it does.");
    source.onopen = () => this.showFailure(null);
  }

  /** The open frame has changed, or the model has looked at it: what somebody else did is shown and told, unless a change of this window is under way. */
  private async onChanged(): Promise<void> {
    if (this.soon || !this.saver.isDone || !this.editor.frame) return;
    const frame = await get<FrameMessage>(`/api/frames/${this.index}`).catch(() => null);
    if (!frame || frame.index !== this.index || this.soon || !this.saver.isDone) return;
    if (frame.version === this.editor.frame.version) {
      this.editor.takeGuesses(frame.guesses);
      return this.show();
    }
    this.saver.loaded(frame);
    this.showProblem(frame.problem);
    this.editor.open(frame, false);
    tell(`${frame.foreign ? "Another program changed this frame's label file" : "This frame was changed in another window"}; this is its state now.`);
  }

  private async onConflict(index: number, message: string): Promise<void> {
    const [objects, status] = [this.editor.objects, this.editor.status];
    if (index !== this.index) return tell(`${message} Your change of it was not taken.`);
    byId("conflict-text").textContent = message;
    const dialog = byId<HTMLDialogElement>("conflict");
    dialog.returnValue = "theirs";
    if (!dialog.open) dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    await this.tryTo(async () => {
      await this.reload();
      if (dialog.returnValue === "mine") this.saver.save(index, { objects, status, why: "kept mine", seconds: 0 });
      if (dialog.returnValue === "mine") await this.saver.settle().then(() => this.reload());
    });
  }

  private showSteps(message: ChangesMessage): void {
    for (const [id, what] of [["undo", message.toUndo], ["redo", message.toRedo]] as const) {
      const button = byId<HTMLButtonElement>(id);
      button.disabled = what === undefined;
      button.title = what === undefined ? "" : `${id}: ${what} (Ctrl ${id === "undo" ? "Z" : "Y"})`;
    }
  }

  private showFailure(message: string | null): void {
    const banner = byId("banner");
    banner.hidden = message === null;
    if (message !== null) banner.replaceChildren(make("span", "", `Not saved yet: ${message}`));
  }

  private showProblem(problem: string | undefined): void {
    byId("problem").hidden = problem === undefined;
    byId("problem").textContent = problem ?? "";
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
