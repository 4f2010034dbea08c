import Konva from "konva";
import { colourOf } from "../shared/classes";
import { colour } from "../shared/dom";
import { type Box, clamp, type Guess, type TagClass, type Tagged } from "./types";

/** What a person does on the picture. */
export interface PictureActions {
  draw(box: Box): void;
  select(what: Selection): void;
  change(index: number, box: Box): void;
}

/** An object, a guess, or nothing. */
export type Selection = { kind: "object" | "guess"; index: number } | null;

const smallestDrag = 3; // screen pixels; less is a click

/** Shows a frame with its boxes; draws, moves and resizes boxes with the mouse. Zooms to single pixels. */
export class Picture {
  private readonly stage: Konva.Stage;
  private readonly imageLayer = new Konva.Layer({ imageSmoothingEnabled: true, listening: false });
  private readonly boxLayer = new Konva.Layer();
  private readonly transformer = new Konva.Transformer({
    rotateEnabled: false, flipEnabled: false, keepRatio: false, ignoreStroke: true, anchorSize: 9, anchorCornerRadius: 2, borderStrokeWidth: 0,
  });
  private image: HTMLImageElement | null = null;
  private scale = 1;
  private fitted = true;
  private rubber: Konva.Rect | null = null;
  private from: { x: number; y: number; isInside: boolean; under: (() => void) | null } | null = null;
  private under: (() => void) | null = null; // selects the box in which the mouse was pressed
  private pressed = false;
  private waiting: (() => void) | null = null; // what is to be drawn when the mouse is released
  private brightness = 1;
  private contrast = 1;

  constructor(private readonly holder: HTMLDivElement, private readonly classOf: (n: number) => TagClass, private readonly actions: PictureActions) {
    this.stage = new Konva.Stage({ container: holder, width: holder.clientWidth, height: holder.clientHeight });
    this.stage.add(this.imageLayer, this.boxLayer);
    new ResizeObserver(() => this.resize()).observe(holder);
    this.stage.on("wheel", (event) => this.onWheel(event.evt));
    this.stage.on("mousedown", (event) => this.onDown(event));
    this.stage.on("mousemove", () => this.onMove());
    holder.addEventListener("mousedown", () => { this.pressed = true; }, true);
    window.addEventListener("mouseup", () => this.release());
    window.addEventListener("blur", () => this.release());
  }

  /** The image's size in pixels; 0 without an image. */
  get width(): number { return this.image?.naturalWidth ?? 0; }
  get height(): number { return this.image?.naturalHeight ?? 0; }
  get hasImage(): boolean { return this.image !== null; }
  get zoom(): number { return this.scale; }

  /** Shows another image, or none; the zoom stays where the size does, so that a small object can be followed. */
  show(image: HTMLImageElement | null): void {
    const same = this.image?.naturalWidth === image?.naturalWidth && this.image?.naturalHeight === image?.naturalHeight;
    this.image = image;
    this.imageLayer.destroyChildren();
    if (image) this.imageLayer.add(new Konva.Image({ image, x: 0, y: 0, width: image.naturalWidth, height: image.naturalHeight }));
    if (this.fitted || !same) this.fit();
    else this.place();
  }

  /** Waits until the mouse is not pressed on the picture, and what it did is told. */
  async released(): Promise<void> {
    while (this.pressed) await new Promise((resolve) => window.setTimeout(resolve, 20));
  }

  /** Draws all boxes anew; while the mouse is pressed, when it is released: a box that is dragged would be lost otherwise. */
  render(objects: readonly Tagged[], guesses: readonly Guess[], selection: Selection, showGuesses: boolean): void {
    this.waiting = this.pressed ? () => this.render(objects, guesses, selection, showGuesses) : null;
    if (this.pressed) return;
    this.transformer.nodes([]);
    this.transformer.remove(); // or it would be destroyed with the others
    this.boxLayer.destroyChildren();
    if (!this.image) return void this.boxLayer.batchDraw();
    if (showGuesses) guesses.forEach((guess, index) => {
      if (!guess.gone && guess.sure) this.addGuess(guess, index, selection?.kind === "guess" && selection.index === index);
    });
    objects.forEach((tagged, index) => this.addObject(tagged, index, selection?.kind === "object" && selection.index === index));
    this.placeNames();
    this.boxLayer.add(this.transformer);
    this.transformer.moveToTop();
    this.boxLayer.batchDraw();
  }

  fit(): void {
    this.fitted = true;
    if (!this.image) return this.place();
    this.scale = this.wholeScale;
    this.stage.position({ x: (this.stage.width() - this.width * this.scale) / 2, y: (this.stage.height() - this.height * this.scale) / 2 });
    this.place();
  }

  /** Zooms around a point of the screen, or around what is selected. */
  zoomBy(factor: number, around?: Box): void {
    const at = around
      ? {
        x: this.stage.x() + ((around.x1 + around.x2) / 2) * this.width * this.scale,
        y: this.stage.y() + ((around.y1 + around.y2) / 2) * this.height * this.scale,
      }
      : { x: this.stage.width() / 2, y: this.stage.height() / 2 };
    this.zoomAt(factor, at);
  }

  pan(x: number, y: number): void {
    this.fitted = false;
    this.stage.move({ x, y });
    this.place();
  }

  /** Makes dark frames visible; changes what is shown and never the file. */
  setLight(brightness: number, contrast: number): void {
    [this.brightness, this.contrast] = [brightness, contrast];
    this.applyLight();
  }

  private applyLight(): void {
    const plain = this.brightness === 1 && this.contrast === 1;
    const canvas = this.imageLayer.getNativeCanvasElement();
    canvas.style.filter = plain ? "" : `brightness(${this.brightness}) contrast(${this.contrast})`;
  }

  private place(): void {
    this.stage.scale({ x: this.scale, y: this.scale });
    this.imageLayer.imageSmoothingEnabled(this.scale < 3); // single pixels are shown as squares
    for (const node of this.boxLayer.find<Konva.Shape>(".line")) node.strokeWidth((node.getAttr("lineWidth") as number) / this.scale);
    this.placeNames();
    this.stage.batchDraw();
    this.holder.dispatchEvent(new Event("zoomed"));
  }

  private resize(): void {
    this.stage.size({ width: this.holder.clientWidth, height: this.holder.clientHeight });
    if (this.fitted) this.fit();
  }

  private zoomAt(factor: number, at: { x: number; y: number }): void {
    const before = this.scale;
    const whole = this.image ? this.wholeScale : 1;
    this.scale = clamp(this.scale * factor, Math.min(0.05, whole), Math.max(60, 4 * whole)); // also of images of few pixels, which are large when whole
    this.fitted = false;
    const ratio = this.scale / before;
    this.stage.position({ x: at.x - (at.x - this.stage.x()) * ratio, y: at.y - (at.y - this.stage.y()) * ratio });
    this.place();
  }

  private get wholeScale(): number { return Math.min((this.stage.width() - 24) / this.width, (this.stage.height() - 24) / this.height); }

  private rectOf(box: Box): { x: number; y: number; width: number; height: number } {
    return { x: box.x1 * this.width, y: box.y1 * this.height, width: (box.x2 - box.x1) * this.width, height: (box.y2 - box.y1) * this.height };
  }

  private boxOf(rect: { x: number; y: number; width: number; height: number }): Box {
    return {
      x1: clamp(rect.x / this.width, 0, 1), y1: clamp(rect.y / this.height, 0, 1),
      x2: clamp((rect.x + rect.width) / this.width, 0, 1), y2: clamp((rect.y + rect.height) / this.height, 0, 1),
    };
  }

  private addObject(tagged: Tagged, index: number, selected: boolean): void {
    const known = this.classOf(tagged.n);
    const stroke = colourOf(known.class);
    const lineWidth = selected ? 3 : 2;
    const draft = tagged.track !== undefined && !tagged.key;
    const rect = new Konva.Rect({
      ...this.rectOf(tagged), name: "line", stroke, lineWidth, strokeWidth: lineWidth / this.scale, strokeScaleEnabled: true, draggable: selected,
      fill: selected ? `${stroke}22` : known.ignore ? "#80808055" : `${stroke}01`, shadowColor: "#000", shadowBlur: 3, shadowOpacity: 0.7,
      shadowForStrokeEnabled: true, dash: known.ignore ? [6 / this.scale, 4 / this.scale] : draft ? [14 / this.scale, 3 / this.scale] : [],
    });
    rect.on("mousedown", (event) => {
      if (selected) event.cancelBubble = true; // it is moved
      else this.under = () => this.actions.select({ kind: "object", index });
    });
    const finish = (): void => {
      const size = { width: rect.width() * rect.scaleX(), height: rect.height() * rect.scaleY() };
      this.actions.change(index, this.boxOf({ x: rect.x(), y: rect.y(), ...size }));
    };
    rect.on("dragend", finish);
    rect.on("transformend", finish);
    this.boxLayer.add(rect);
    if (known.point) this.addCross(tagged, stroke);
    this.addName(tagged, known.name + (draft ? " →" : ""), stroke, false);
    if (selected) this.transformer.nodes([rect]);
    if (selected) this.transformer.setAttrs({ anchorStroke: stroke, anchorFill: colour("--panel"), borderStroke: stroke });
  }

  private addGuess(guess: Guess, index: number, selected: boolean): void {
    const stroke = colourOf(guess.c);
    const lineWidth = selected ? 3 : 1.5;
    const rect = new Konva.Rect({
      ...this.rectOf(guess), name: "line", stroke, lineWidth, strokeWidth: lineWidth / this.scale, dash: [4 / this.scale, 4 / this.scale], opacity: 0.95,
      fill: selected ? `${stroke}22` : undefined, shadowColor: "#000", shadowBlur: 2, shadowOpacity: 0.7,
    });
    rect.on("mousedown", () => { this.under = () => this.actions.select({ kind: "guess", index }); });
    this.boxLayer.add(rect);
    this.addName(guess, `${Math.round(guess.p * 100)} %?`, stroke, true);
  }

  private addCross(box: Box, stroke: string): void {
    const { x, y, width, height } = this.rectOf(box);
    for (const points of [[x + width / 2, y, x + width / 2, y + height], [x, y + height / 2, x + width, y + height / 2]])
      this.boxLayer.add(new Konva.Line({ points, stroke, name: "line", lineWidth: 1, strokeWidth: 1 / this.scale, listening: false }));
  }

  private addName(box: Box, text: string, fill: string, light: boolean): void {
    const label = new Konva.Label({ name: "sized", box, light, listening: false });
    label.add(new Konva.Tag({ fill: light ? "#000000a0" : fill, cornerRadius: 3 }));
    label.add(new Konva.Text({ text, fontSize: 11, fontStyle: "bold", padding: 3, fill: light ? fill : "#101418", fontFamily: "system-ui, sans-serif" }));
    this.boxLayer.add(label);
  }

  /** Puts each name above its box, else into it or below it where another name is already, and never beyond the right edge. */
  private placeNames(): void {
    const taken: { x: number; y: number; right: number; bottom: number }[] = [];
    const edge = this.fitted ? (this.stage.width() - this.stage.x()) / this.scale : this.width; // of the view, or of a picture that is larger
    const names = this.boxLayer.find<Konva.Label>(".sized");
    for (const label of [...names.filter((one) => !one.getAttr("light")), ...names.filter((one) => one.getAttr("light") as boolean)]) { // labels first
      const { x, y, height } = this.rectOf(label.getAttr("box") as Box);
      const [wide, high] = [label.width() / this.scale, label.height() / this.scale];
      const left = Math.max(0, Math.min(x, edge - wide));
      const places = [y - high, y, y + height, y + height - high].filter((top) => top >= 0 && top + high <= Math.max(this.height, high));
      const isFree = (top: number): boolean =>
        taken.every((one) => left >= one.right || left + wide <= one.x || top >= one.bottom || top + high <= one.y);
      const top = places.find(isFree) ?? places[0] ?? y;
      taken.push({ x: left, y: top, right: left + wide, bottom: top + high });
      label.setAttrs({ x: left, y: top, scaleX: 1 / this.scale, scaleY: 1 / this.scale });
    }
  }

  private onWheel(event: WheelEvent): void {
    event.preventDefault();
    const pointer = this.stage.getPointerPosition();
    if (pointer) this.zoomAt(Math.exp(-event.deltaY * 0.0015), pointer);
  }

  private onDown(event: Konva.KonvaEventObject<MouseEvent>): void {
    const { under } = this;
    this.under = null;
    if (event.target.getParent()?.className === "Transformer") return;
    const at = this.stage.getRelativePointerPosition();
    if (!at || !this.image) return;
    if (event.evt.button === 1 || event.evt.shiftKey) {
      this.stage.startDrag();
      this.stage.on("dragend.pan", () => { this.fitted = false; this.stage.off("dragend.pan"); this.place(); });
      return;
    }

    const isInside = at.x >= 0 && at.y >= 0 && at.x <= this.width && at.y <= this.height;
    this.from = { x: clamp(at.x, 0, this.width), y: clamp(at.y, 0, this.height), isInside, under };
    this.rubber = new Konva.Rect({
      x: this.from.x, y: this.from.y, width: 0, height: 0, stroke: colour("--accent"), strokeWidth: 2 / this.scale, listening: false,
    });
    this.boxLayer.add(this.rubber);
  }

  private onMove(): void {
    const at = this.stage.getRelativePointerPosition();
    if (!this.from || !this.rubber || !at) return;
    const [x, y] = [clamp(at.x, 0, this.width), clamp(at.y, 0, this.height)];
    this.rubber.setAttrs({ x: Math.min(x, this.from.x), y: Math.min(y, this.from.y), width: Math.abs(x - this.from.x), height: Math.abs(y - this.from.y) });
  }

  private release(): void {
    this.pressed = false;
    this.onUp();
    this.waiting?.();
  }

  private onUp(): void {
    if (!this.from || !this.rubber) return;
    const rect = { x: this.rubber.x(), y: this.rubber.y(), width: this.rubber.width(), height: this.rubber.height() };
    const [from, rubber] = [this.from, this.rubber];
    [this.from, this.rubber] = [null, null];
    rubber.destroy();
    const dragged = rect.width * this.scale >= smallestDrag && rect.height * this.scale >= smallestDrag;
    // A click selects the box under it, else places a point or takes the selection away, which both know where it was; beside the image the latter.
    if (!dragged && from.under) from.under();
    else if (!dragged && !from.isInside) this.actions.select(null);
    else this.actions.draw(this.boxOf(dragged ? rect : { ...from, width: 0, height: 0 }));
  }
}
