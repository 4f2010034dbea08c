import { byId, tell } from "../shared/dom";
import { Failure, get, post } from "../shared/server";
import { Connection } from "./connection";
import { Editor } from "./editor";
import { Following } from "./following";
import { Frames } from "./frames";
import { Panel } from "./panel";
import { Picture } from "./picture";
import { type Change, Saver, slowAfter } from "./saver";
import { Timeline } from "./timeline";
import type { ChangesMessage, FrameMessage, SetMessage, TagClass } from "./types";

const soonAfter = 250; // milliseconds in which keys that move a box become one change
const lights: readonly (readonly [number, number])[] = [[1, 1], [1.6, 1], [2.4, 1.1], [4, 1.2]];

/** The page: opens frames, and does what keys and buttons ask for. */
export class App {
  readonly frames: Frames;
  readonly editor: Editor;
  readonly picture: Picture;
  readonly following: Following;
  private readonly panel: Panel;
  private readonly timeline: Timeline;
  private readonly saver: Saver;
  private readonly connection: Connection;
  index = -1;
  private light = 0;
  showGuesses = true;
  private model: string | null | undefined = null; // undefined for none, null while that is not known
  private loading = 0; // frames that are being opened
  private imageProblem: string | undefined;
  private conflicts: Promise<void> = Promise.resolve();
  private line: Promise<void> = Promise.resolve();
  queued = 0;
  private soon: { index: number; change: Change; timer: number } | null = null;

  constructor(set: SetMessage) {
    this.frames = new Frames(set);
    const size = (): { width: number; height: number } => this.picture;
    this.editor = new Editor(set.classes, size, (i, change, soon) => this.keep(i, change, soon), () => this.show());
    this.picture = new Picture(byId("picture"), (n) => this.editor.classOf(n), {
      draw: (box) => this.byMouse(() => this.editor.add(box)),
      select: (what) => this.byMouse(() => this.editor.select(what)),
      change: (i, box) => this.byMouse(() => this.following.place(i, box)),
    });
    this.following = new Following(this);
    this.panel = new Panel(this.editor);
    this.timeline = new Timeline(byId("timeline"), this.frames, (index) => this.enqueue(() => this.open(index)));
    this.saver = new Saver(set.version, {
      saved: (frame) => this.onSaved(frame),
      conflict: (index, message) => { this.conflicts = this.conflicts.then(() => this.onConflict(index, message)); },
      refused: (index, message) => { tell(message); if (index === this.index) void this.tryTo(() => this.reload()); },
      failed: (message) => this.connection.failed(message),
    });
    this.connection = new Connection(() => this.saver.isDone && !this.soon);
    this.wire();
  }

  async start(): Promise<void> {
    this.connection.listen((message) => this.onChanges(message));
    const at = Number(sessionStorage.getItem("frame") ?? "0");
    await this.open(at < this.frames.count ? at : 0);
    byId("picture").focus();
  }

  /** Opens a frame; one that was edited and is left counts as done. Until the other one is here, all is as it was. */
  async open(index: number | null): Promise<void> {
    if (index === null || index === this.index) {
      this.leave();
      if (index === null) tell("There is no further frame of this choice.");
      return;
    }

    this.loading++;
    try {
      const [frame, picture] = await this.patiently(Promise.allSettled([this.load(index), this.frames.image(index)]));
      if (frame.status === "rejected") throw frame.reason;
      await this.picture.released(); // what is being drawn belongs to the picture that is seen
      this.leave();
      this.index = index;
      sessionStorage.setItem("frame", String(index));
      this.picture.show(picture.status === "fulfilled" ? picture.value : null);
      this.imageProblem = picture.status === "rejected" ? messageOf(picture.reason) : undefined;
      this.showProblem(frame.value);
      this.editor.open(frame.value, true);
      this.timeline.show(index);
      byId<HTMLInputElement>("number").value = String(index + 1);
      byId("name").textContent = this.frames.set.names[index]!;
      if (frame.value.foreign) tell("The label file of this frame was changed by another program.");
    } finally {
      this.loading--;
    }
  }

  /** Waits for the program, and says so where it takes long. */
  private async patiently<T>(work: Promise<T>): Promise<T> {
    const slow = window.setTimeout(() => tell("Waiting for the program …"), slowAfter);
    return work.finally(() => clearTimeout(slow));
  }

  /** A frame as it is to be: what was changed here and is not saved yet stands in the place of what the program has. */
  async load(index: number): Promise<FrameMessage> {
    this.flush();
    for (;;) {
      if (this.saver.pending(index)) await this.saver.settle();
      const version = this.saver.versionOf(index);
      const frame = await get<FrameMessage>(`/api/frames/${index}`);
      if (this.saver.versionOf(index) !== version) continue; // a change was saved meanwhile
      const change = this.saver.pending(index);
      if (change) return { ...frame, objects: change.objects, status: change.status };
      this.saver.loaded(frame);
      return frame;
    }
  }

  /** Does one thing after the other: a key that is pressed while a frame is being opened is meant for that frame. */
  enqueue(work: () => unknown): void {
    this.queued++;
    this.line = this.line.then(async () => { await this.tryTo(async () => work()); this.queued--; });
  }

  /** What the mouse does is meant for the picture that is seen: it does not wait until the next frame is there. */
  private byMouse(work: () => unknown): void {
    const index = this.index;
    if (this.loading > 0) void this.tryTo(async () => work());
    else this.enqueue(() => index === this.index ? work() : tell("Another frame was opened meanwhile: that was not done."));
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
    click("follow", () => this.following.follow());
    click("copy", () => this.copyPrevious());
    byId("help").addEventListener("click", () => byId<HTMLDialogElement>("keys").showModal());
    byId("count").textContent = `of ${this.frames.count}`;
    const filter = byId<HTMLSelectElement>("filter");
    filter.append(...this.frames.filters.map((one) => new Option(one.name, one.id)));
    filter.addEventListener("change", () => {
      this.frames.filter = this.frames.filters.find((one) => one.id === filter.value) ?? this.frames.filters[0]!;
      this.editor.compare(this.frames.filter.id === "disagree");
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
      if (event.key !== "Enter") return;
      if (Number.isInteger(wanted) && wanted >= 0 && wanted < this.frames.count) this.enqueue(() => this.open(wanted));
      else tell(`Expected a frame, 1 to ${this.frames.count}.`);
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
    this.panel.show(this.model ?? undefined, this.showGuesses);
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
    const { editor, frames, index } = this;
    const isJudged = editor.status === "done" || editor.status === "unclear";
    if (!isJudged && !this.picture.hasImage) return tell("The image cannot be shown; U says that it is unclear.");
    if (!isJudged && this.showGuesses && this.model !== undefined && editor.guesses === undefined)
      return tell("The model has not looked at this frame yet; 0 says that nothing is here.");
    const accepted = this.showGuesses ? editor.waiting : [];
    if (!isJudged || accepted.length > 0) editor.accept(accepted, "done");
    this.flush();
    const next = frames.step(index, 1);
    if (next !== null) await this.open(next);
  }

  async openNextToDo(): Promise<void> {
    const next = this.frames.nextToDo(this.index);
    if (next !== null && next !== this.index) return this.open(next);
    this.leave();
    tell(next === null || this.editor.status === "done" ? "All frames are done." : "No other frame is to do.");
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
    this.following.cancel();
    await this.tryTo(async () => {
      if (!await this.isSaved()) return;
      const { frames, what } = await this.patiently(post<{ frames: number[]; what?: string }>(`/api/${which}`));
      if (frames.length === 0) return tell(`There is nothing to ${which}.`);
      this.editor.forget();
      if (frames.includes(this.index)) await this.reload();
      else await this.open(frames[0]!);
      tell(`${which}: ${what ?? ""}${frames.length > 1 ? ` (${frames.length} frames)` : ""}`);
    });
  }

  async teach(): Promise<void> {
    await this.tryTo(async () => {
      const { frames, message } = await post<{ frames: number[]; message: string }>("/api/teach", { count: 20 });
      if (frames.length === 0) return tell(message);
      this.frames.taught = frames;
      const filter = byId<HTMLSelectElement>("filter");
      filter.value = "teach";
      this.editor.compare(false);
      this.frames.filter = this.frames.filters.find((one) => one.id === "teach")!;
      await this.open(frames[0]!);
      tell(message);
    });
  }

  async reload(): Promise<void> {
    const frame = await this.load(this.index);
    if (frame.index !== this.index) return;
    this.showProblem(frame);
    this.editor.open(frame, false);
  }

  /** Saves what was changed here; says so where that is not possible now: undo and the like need all edits on the disk. */
  async isSaved(): Promise<boolean> {
    this.flush();
    await this.saver.settle();
    if (!this.saver.isDone) tell("Not done: a change of this page is not saved yet.");
    return this.saver.isDone;
  }

  private async tryTo(work: () => Promise<unknown>, failed?: () => void): Promise<void> {
    try {
      await work();
    } catch (error) {
      failed?.();
      tell(messageOf(error));
      if (!(error instanceof Failure)) console.error(error);
    }
  }

  private onChanges(message: ChangesMessage): void {
    if (message.set !== this.frames.set.version) {
      // The program was started again with other frames or classes: what is numbered here means something else there.
      this.connection.failed("the data set has other frames or classes now; load this page anew.");
      if (this.saver.isDone && !this.soon) location.reload();
      return;
    }

    this.model = message.model;
    const changed = this.frames.update(message.rows);
    this.panel.showProgress(message.progress);
    this.showSteps(message);
    if (changed.length > 0) this.timeline.draw();
    if (changed.includes(this.index)) void this.onChanged();
  }

  private onSaved(frame: FrameMessage): void {
    const { editor } = this;
    if (frame.index !== this.index || this.soon || this.saver.pending(frame.index) || !editor.frame) return;
    if (frame.objects.length === editor.objects.length) editor.frame.version = frame.version;
    else editor.open(frame, false); // the labels of an unclear frame of somebody's data set stay
  }

  /** The open frame has changed, or the model has looked at it: what somebody else did is shown and told, unless a change of this window is under way. */
  private async onChanged(): Promise<void> {
    const { index, saver } = this;
    const isBusy = (): boolean => index !== this.index || this.soon !== null || saver.pending(index) !== undefined || !this.editor.frame;
    if (isBusy()) return;
    const version = saver.versionOf(index);
    const frame = await get<FrameMessage>(`/api/frames/${index}`).catch(() => null);
    await this.picture.released();
    if (!frame || isBusy() || saver.versionOf(index) !== version) return;
    if (frame.version === this.editor.frame?.version) {
      this.showProblem(frame);
      this.editor.takeGuesses(frame.guesses);
      return this.show();
    }
    saver.loaded(frame);
    this.showProblem(frame);
    this.editor.open(frame, false);
    tell(`${frame.foreign ? "Another program changed this frame's label file" : "This frame was changed in another window"}; this is its state now.`);
  }

  /** Asks whose labels are to stay; until then, however the dialog is closed, this window's wait. */
  private async onConflict(index: number, message: string): Promise<void> {
    byId("conflict-text").textContent = message;
    const dialog = byId<HTMLDialogElement>("conflict");
    let answer: string = "";
    while (answer === "") {
      dialog.returnValue = "";
      dialog.showModal();
      await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
      answer = dialog.returnValue;
      if (answer !== "mine") continue;
      await this.tryTo(async () => this.saver.keep(await get<FrameMessage>(`/api/frames/${index}`)), () => { answer = ""; });
    }

    if (answer === "mine") return;
    this.saver.drop(index);
    if (index === this.index) await this.tryTo(() => this.reload());
  }

  private showSteps(message: ChangesMessage): void {
    for (const [id, what] of [["undo", message.toUndo], ["redo", message.toRedo]] as const) {
      const button = byId<HTMLButtonElement>(id);
      button.disabled = what === undefined;
      button.title = what === undefined ? "" : `${id}: ${what} (Ctrl ${id === "undo" ? "Z" : "Y"})`;
    }
  }

  private showProblem(frame: FrameMessage): void {
    const problem = frame.problem ?? this.imageProblem;
    byId("problem").hidden = problem === undefined;
    byId("problem").textContent = problem ?? "";
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
