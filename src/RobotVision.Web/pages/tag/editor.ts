import type { Selection } from "./picture";
import { type Box, clamp, type FrameMessage, type Guess, overlap, type Status, type TagClass, type Tagged } from "./types";
import type { Change } from "./saver";

const pointSide = 0.06; // of the image's width: the nominal box of a point, as the label files have it
const sameObject = 0.3; // as Disagreement.cs
const samePoint = 0.03;
const longestLook = 60; // seconds; who is away longer does not tag

/** Sizes of boxes that are made by the keyboard before one of the class was drawn, as parts of the image. */
const firstSizes: readonly (readonly [number, number])[] = [[0.08, 0.1], [0.16, 0.32], [0.06, 0.35], [0.14, 0.35]];

/** The frame that is open: its objects, the model's guesses, what is selected. Every change goes to `save`. */
export class Editor {
  frame: FrameMessage | null = null;
  objects: Tagged[] = [];
  guesses: Guess[] | undefined;
  status: Status = "untouched";
  selection: Selection = null;
  current: TagClass;
  changedHere = false; // by hand, since the frame was opened
  private comparing = false;
  private readonly decided = new Set<string>(); // guesses that were accepted or refused since the frame was opened
  private readonly sizes = new Map<number, readonly [number, number]>();
  private since = performance.now();

  constructor(
    readonly classes: readonly TagClass[], private readonly size: () => { width: number; height: number },
    private readonly save: (index: number, change: Change, soon: boolean) => void, private readonly shown: () => void,
  ) {
    this.current = this.drawable[0] ?? classes[0]!;
  }

  /** The classes that get a digit: ours that are tagged here, and those of the data set that are none of ours. */
  get drawable(): TagClass[] { return this.classes.filter((known) => !known.ignore && (known.tagged || known.class < 0)); }

  /** The class that many places behind the current one in the list, round its end. */
  classAfter(by: number): TagClass {
    const all = this.drawable;
    return all[(all.indexOf(this.current) + by + all.length) % all.length] ?? this.current;
  }

  classOf(n: number): TagClass {
    return this.classes.find((known) => known.number === n) ?? { number: n, name: `class ${n}`, class: -1, ignore: false, point: false, tagged: false };
  }

  /** Shows a frame as the server has it. */
  open(frame: FrameMessage, isNew: boolean): void {
    if (isNew) this.decided.clear();
    this.frame = frame;
    this.objects = frame.objects;
    this.status = frame.status;
    this.takeGuesses(frame.guesses);
    if (isNew) [this.selection, this.changedHere, this.since] = [null, false, performance.now()];
    else if (this.selection && !this.isThere(this.selection)) this.selection = null;
    this.shown();
  }

  /** Hides the guesses that are labelled already, and all of a frame that somebody has judged unless labels and model are compared. */
  takeGuesses(guesses: Guess[] | undefined): void {
    this.guesses = guesses;
    const isJudged = this.status === "done" || this.status === "unclear";
    for (const guess of guesses ?? [])
      guess.gone = (isJudged && !this.comparing) || this.decided.has(keyOf(guess)) || this.isLabelled(guess) || !this.classFor(guess);
  }

  /** Shows the guesses of frames that are judged too, or no longer. */
  compare(on: boolean): void {
    if (this.comparing === on) return;
    this.comparing = on;
    this.takeGuesses(this.guesses);
    this.shown();
  }

  /** Forgets what was done to the frame since it was opened: it was taken back. */
  forget(): void {
    this.changedHere = false;
    this.decided.clear();
  }

  private decide(guess: Guess): void {
    guess.gone = true;
    this.decided.add(keyOf(guess));
  }

  /** The guesses that wait for a decision. */
  get waiting(): number[] {
    return (this.guesses ?? []).map((guess, index) => (guess.sure && !guess.gone ? index : -1)).filter((index) => index >= 0);
  }

  select(selection: Selection): void {
    this.selection = selection;
    this.shown();
  }

  /** Selects the next object or guess, round the end. */
  selectNext(by: 1 | -1): void {
    const all: Selection[] = [
      ...this.objects.map((_, index) => ({ kind: "object" as const, index })), ...this.waiting.map((index) => ({ kind: "guess" as const, index })),
    ];
    if (all.length === 0) return;
    const at = all.findIndex((one) => one?.kind === this.selection?.kind && one?.index === this.selection?.index);
    this.select(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]!);
  }

  get selected(): Tagged | null { return this.selection?.kind === "object" ? this.objects[this.selection.index] ?? null : null; }
  get selectedBox(): Box | null {
    return this.selection?.kind === "guess" ? this.guesses?.[this.selection.index] ?? null : this.selected;
  }

  /** Whether there is a picture to draw in. */
  private get canDraw(): boolean { return this.size().width > 0; }

  /** Adds an object of the current class; a point from its centre, a box of no size where the class has boxes is none. */
  add(box: Box): void {
    if (!this.canDraw) return;
    const known = this.current;
    if (known.point) box = this.pointBox((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2);
    if (box.x2 - box.x1 <= 0 || box.y2 - box.y1 <= 0) return this.select(null);
    box = this.atLeastAPixel(box);
    this.sizes.set(known.number, [box.x2 - box.x1, box.y2 - box.y1]);
    this.objects = [...this.objects, { n: known.number, ...box }];
    this.selection = { kind: "object", index: this.objects.length - 1 };
    this.changed(`${known.name} drawn`);
  }

  /** Adds an object by the keyboard: where something is selected or was last, else in the middle. */
  addHere(): void {
    const at = this.selectedBox ?? this.objects.at(-1);
    const [x, y] = at ? [(at.x1 + at.x2) / 2, (at.y1 + at.y2) / 2] : [0.5, 0.5];
    const [w, h] = this.sizes.get(this.current.number) ?? firstSizes[this.current.class] ?? [0.1, 0.1];
    const [cx, cy] = [clamp(x, w / 2, 1 - w / 2), clamp(y, h / 2, 1 - h / 2)];
    this.add({ x1: cx - w / 2, y1: cy - h / 2, x2: cx + w / 2, y2: cy + h / 2 });
  }

  /** Moves or resizes an object to a box. */
  place(index: number, box: Box, soon = false): void {
    const before = this.objects[index];
    if (!before || !this.canDraw) return;
    const { width, height } = this.size();
    // Never less than a pixel; one that is smaller already can be moved and made larger.
    const isTooSmall = (now: number, then: number, pixel: number): boolean => now < 0.999 * Math.min(pixel, then);
    if (isTooSmall(box.x2 - box.x1, before.x2 - before.x1, 1 / width) || isTooSmall(box.y2 - box.y1, before.y2 - before.y1, 1 / height)) return this.shown();
    this.objects = this.objects.map((one, i) => (i === index ? { ...one, ...box, ...(one.track === undefined ? {} : { key: true }) } : one));
    this.sizes.set(before.n, [box.x2 - box.x1, box.y2 - box.y1]);
    this.changed(`${this.classOf(before.n).name} moved`, soon);
  }

  /** Moves the selected object by pixels, or its lower right corner; a guess is accepted by that. */
  nudge(right: number, down: number, resize: boolean): void {
    if (!this.canDraw) return;
    if (this.selection?.kind === "guess") this.accept([this.selection.index]);
    const box = this.selected;
    if (!box || this.selection === null) return;
    const { width, height } = this.size();
    let [dx, dy] = [right / width, down / height];
    if (resize) return this.place(this.selection.index, { ...box, x2: clamp(box.x2 + dx, box.x1, 1), y2: clamp(box.y2 + dy, box.y1, 1) }, true);
    [dx, dy] = [clamp(dx, -box.x1, 1 - box.x2), clamp(dy, -box.y1, 1 - box.y2)];
    this.place(this.selection.index, { x1: box.x1 + dx, y1: box.y1 + dy, x2: box.x2 + dx, y2: box.y2 + dy }, true);
  }

  /** Makes guesses labels. */
  accept(indices: readonly number[], status: Status = "draft"): void {
    if (!this.canDraw) return;
    const added: Tagged[] = [];
    for (const index of indices) {
      const guess = this.guesses?.[index];
      const known = guess && this.classFor(guess);
      if (!guess || !known) continue;
      this.decide(guess);
      added.push({ n: known.number, x1: guess.x1, y1: guess.y1, x2: guess.x2, y2: guess.y2 });
    }
    this.objects = [...this.objects, ...added];
    this.selection = added.length === 1 && status === "draft" ? { kind: "object", index: this.objects.length - 1 } : null;
    this.changed(status === "done" ? `frame done, ${added.length} accepted` : `${added.length} accepted`, false, status);
  }

  acceptSelected(): void {
    if (this.selection?.kind === "guess") this.accept([this.selection.index]);
  }

  remove(): void {
    if (this.selection?.kind === "guess") {
      this.decide(this.guesses![this.selection.index]!);
      return this.select(null);
    }
    const gone = this.selected;
    if (!gone) return;
    const index = this.selection!.index;
    this.objects = this.objects.filter((_, i) => i !== index);
    this.selection = this.objects.length > 0 ? { kind: "object", index: Math.min(index, this.objects.length - 1) } : null;
    this.changed(`${this.classOf(gone.n).name} removed`);
  }

  /** Gives the selected object another class, or makes it one to ignore and back. */
  turnInto(known: TagClass | undefined): void {
    const selected = this.selected;
    if (!selected || !known || this.selection === null) return;
    const index = this.selection.index;
    this.objects = this.objects.map((one, i) => (i === index ? { ...one, n: known.number } : one));
    this.changed(`now ${known.name}`);
  }

  toggleIgnore(): boolean {
    const selected = this.selected && this.classOf(this.selected.n);
    if (!selected) return false;
    const other = this.classes.find((known) => known.class === selected.class && known.class >= 0 && known.ignore !== selected.ignore);
    this.turnInto(other);
    return other !== undefined;
  }

  /** Says how far the frame is; without objects where there can be none. */
  judge(status: Status, why: string, keepObjects = true): void {
    if (!keepObjects || status === "unclear" || status === "untouched") this.objects = [];
    for (const guess of this.guesses ?? []) this.decide(guess);
    this.selection = null;
    this.changed(why, false, status);
  }

  copy(from: readonly Tagged[]): void {
    if (!this.canDraw) return;
    const isNew = (one: Tagged): boolean => !this.objects.some((own) => own.n === one.n && overlap(own, one) > 0.9);
    const added = from.filter(isNew).map(({ n, x1, y1, x2, y2 }) => ({ n, x1, y1, x2, y2 }));
    if (added.length === 0) return;
    this.objects = [...this.objects, ...added];
    this.changed(`${added.length} copied from the frame before`);
  }

  /** Seconds of work since the last change; who was away does not count. */
  takeSeconds(): number {
    const seconds = Math.min(longestLook, (performance.now() - this.since) / 1000);
    this.since = performance.now();
    return Math.round(seconds * 10) / 10;
  }

  private changed(why: string, soon = false, status: Status = "draft"): void {
    if (!this.frame) return;
    this.changedHere = true;
    this.status = status === "draft" && this.status === "done" ? "done" : status; // a correction does not undo that a frame is done
    for (const guess of this.guesses ?? []) if (!guess.gone && this.isLabelled(guess)) this.decide(guess);
    this.save(this.frame.index, { objects: this.objects, status: this.status, why, seconds: this.takeSeconds() }, soon);
    this.shown();
  }

  private isThere(selection: NonNullable<Selection>): boolean {
    return selection.kind === "object" ? selection.index < this.objects.length : selection.index < (this.guesses?.length ?? 0);
  }

  private classFor(guess: Guess): TagClass | undefined {
    return this.classes.find((known) => known.class === guess.c && !known.ignore && known.tagged);
  }

  private isLabelled(guess: Guess): boolean {
    return this.objects.some((one) => {
      const known = this.classOf(one.n);
      if (known.class !== guess.c) return false;
      const near = (a: number, b: number): boolean => Math.abs(a - b) / 2 < samePoint;
      return known.point ? near(one.x1 + one.x2, guess.x1 + guess.x2) && near(one.y1 + one.y2, guess.y1 + guess.y2) : overlap(one, guess) >= sameObject;
    });
  }

  private atLeastAPixel(box: Box): Box {
    const grown = (low: number, high: number, pixel: number): [number, number] => {
      if (high - low >= pixel) return [low, high];
      const from = clamp((low + high - pixel) / 2, 0, Math.max(0, 1 - pixel));
      return [from, Math.min(1, from + pixel)];
    };
    const { width, height } = this.size();
    const [[x1, x2], [y1, y2]] = [grown(box.x1, box.x2, 1 / width), grown(box.y1, box.y2, 1 / height)];
    return { x1, y1, x2, y2 };
  }

  private pointBox(x: number, y: number): Box {
    const { width, height } = this.size();
    const room = 2 * Math.min(x * width, (1 - x) * width, y * height, (1 - y) * height);
    const side = Math.max(0.012 * width, Math.min(pointSide * width, room)) / 2;
    return { x1: clamp(x - side / width, 0, 1), y1: clamp(y - side / height, 0, 1), x2: clamp(x + side / width, 0, 1), y2: clamp(y + side / height, 0, 1) };
  }
}

const keyOf = (guess: Guess): string => `${guess.c} ${guess.x1} ${guess.y1}`;
