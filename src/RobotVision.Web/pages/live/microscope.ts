import { colourOf } from "../shared/classes";
import { byId, make, tell } from "../shared/dom";
import { Failure, get, postFile } from "../shared/server";
import type { History } from "./history";
import { inColour, Overlay, redAndBlue, type Part } from "./overlay";
import { numberOf, type LiveFrame } from "./types";

interface Answer { output: number[]; cells: number[]; features: number[][] }

interface Opened {
  id: number; model: string; classes: string[]; cells: number; answer: Answer;
  layers: { name: string; kind: string; shape: number[]; columns: number; lowest: number; highest: number }[];
  filters: { name: string; shape: number[] }[];
}

const valueNames = ["confidence", "x", "y", "w", "h"];
const raw = ["the logit", "dx", "dy", "log w", "log h"]; // of the network's output, in the order of valueNames
const largest = 1_000_000; // bytes of a picture that the program takes
const gap = 1; // pixels between the maps of a sheet

/** Looks into the model at the frame that is held: feature vector, output, layers, filters, and what a covered patch changes. */
export class Microscope {
  private readonly overlay = new Overlay();
  private readonly panel = byId("microscope");
  private readonly button = byId<HTMLButtonElement>("magnify");
  private readonly told = make("p");
  private readonly vector = make("table", "scope-vector");
  private readonly title = make("h2");
  private readonly layers = make("select");
  private readonly map = make("input");
  private readonly sheet = make("img", "scope-sheet");
  private readonly filters = make("img", "scope-sheet");
  private readonly filtersOf = make("h3");
  private readonly covers = make("input");
  private readonly size = make("input");
  private readonly pixels = make("button", "", "Which pixels does it come from?");
  private frame: LiveFrame | undefined;
  private opened: Opened | undefined;
  private touched: [number, number] | undefined; // class and value of the vector
  private patch: [number, number] = [0.5, 0.5];
  private isAsking = false;
  private waiting: Part | undefined;

  constructor(private readonly history: History) {
    this.build();
    this.button.addEventListener("click", () => {
      if (this.frame === undefined) {
        history.hold();
        if (history.current !== undefined) void this.open(history.current);
      } else this.close();
    });
  }

  /** Looks into the pictures of another camera from now on. */
  moveTo(stage: HTMLElement): void {
    this.overlay.moveTo(stage);
    if (this.history.isFrozen && this.history.current !== undefined) this.follow(this.history.current);
  }

  /** Shows the button, where the program has a microscope. */
  offer(): void {
    this.button.hidden = false;
  }

  /** Goes with the frame that is held; ends when frames go on. */
  follow(frame: LiveFrame): void {
    if (this.frame === undefined || this.frame === frame) return;
    if (this.history.isFrozen) void this.open(frame);
    else this.close();
  }

  private async open(frame: LiveFrame): Promise<void> {
    this.frame = frame;
    this.button.setAttribute("aria-pressed", "true");
    try {
      const opened = await postFile<Opened>("/api/live/microscope", await fitting(frame.picture));
      if (this.frame !== frame) return; // another one was opened meanwhile
      this.opened = opened;
      this.show(opened);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
      if (this.frame === frame) this.close();
    }
  }

  /** Puts the frame away, which is of another model once the model was swapped. */
  close(): void {
    [this.frame, this.opened, this.touched, this.waiting] = [undefined, undefined, undefined, undefined];
    this.button.setAttribute("aria-pressed", "false");
    this.panel.hidden = this.overlay.canvas.hidden = true;
    document.body.classList.remove("magnified");
  }

  private show(opened: Opened): void {
    this.panel.hidden = this.overlay.canvas.hidden = false;
    document.body.classList.add("magnified");
    this.title.textContent = `Microscope: frame ${this.frame!.result.frame} in ${opened.model}`;
    const layer = Math.max(0, this.layers.selectedIndex);
    this.layers.replaceChildren(...opened.layers.map((one, i) => {
      const option = make("option", "", `${i + 1} ${one.kind} ${one.name}: ${one.shape.join(" x ")}`);
      option.value = String(i);
      return option;
    }));
    this.layers.selectedIndex = Math.min(layer, opened.layers.length - 1);
    this.showSheet();
    const [first] = opened.filters;
    this.filtersOf.textContent = first === undefined ? "" : `Filters of the first layer, ${first.name}: ${first.shape.join(" x ")}`;
    this.filters.hidden = first === undefined;
    if (first !== undefined) this.filters.src = this.address("filters/0");
    this.fillVector(opened);
    const [row, value] = this.touched ?? [opened.answer.features.reduce((best, one, i, all) => one[0]! > all[best]![0]! ? i : best, 0), -1];
    this.touch(row, value);
  }

  /** One row a class: the class itself, for its heat map, its values, and the confidence if a patch is covered. */
  private fillVector(opened: Opened): void {
    const names = opened.cells > 0 ? valueNames : valueNames.slice(0, 1);
    const head = make("thead", "", make("tr", "", ...["class", "confidence", "covered", ...names.slice(1)].map((name) => make("th", "", name))));
    const rows = opened.classes.map((name, row) => {
      const swatch = make("span", "swatch");
      swatch.style.background = colourOf(numberOf(name));
      const press = (value: number, ...content: (Node | string)[]): HTMLButtonElement => {
        const button = make("button", "", ...content);
        button.dataset["at"] = `${row} ${value}`;
        button.addEventListener("click", () => this.touch(row, value));
        return button;
      };
      const covered = make("output");
      covered.id = `covered-${name}`;
      const [confidence, ...others] = names.map((of, value) => {
        const button = press(value, opened.answer.features[row]![value]!.toFixed(3));
        button.setAttribute("aria-label", `${of} of ${name}: ${button.textContent}`);
        return make("td", "", button);
      });
      return make("tr", "", make("th", "", press(-1, swatch, name)), confidence!, make("td", "", covered), ...others);
    });
    this.vector.replaceChildren(make("caption", "unseen", "feature vector"), head, make("tbody", "", ...rows));
  }

  /** A value of the vector, or a class (-1): its map over the picture, its cell, and how it is computed. */
  private touch(row: number, value: number): void {
    if (this.opened === undefined) return;
    this.touched = [row, value];
    for (const button of this.vector.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset["at"] === `${row} ${value}`));
    const { classes, cells, answer } = this.opened;
    const [name, features, cell] = [classes[row]!, answer.features[row]!, answer.cells[row]!];
    if (cells === 0) {
      this.overlay.showMap(undefined);
      this.told.textContent = `confidence of ${name}: ${features[0]!.toFixed(3)} = sigmoid(${answer.output[row]!.toFixed(2)}); `
        + "this network says what is in the picture, not where.";
      return;
    }

    const channel = row * valueNames.length + Math.max(0, value);
    const map = answer.output.slice(channel * cells * cells, (channel + 1) * cells * cells);
    const [column, line, output] = [cell % cells, Math.floor(cell / cells), map[cell]!.toFixed(2)];
    const isConfidence = value <= 0;
    const shown = isConfidence ? map.map((logit) => 1 / (1 + Math.exp(-logit))) : map;
    this.overlay.showMap({
      width: cells, height: cells, values: shown, paint: isConfidence ? inColour(colourOf(numberOf(name))) : redAndBlue(shown),
    }, { x: column / cells, y: line / cells, width: 1 / cells, height: 1 / cells });
    const place = `row ${line + 1}, column ${column + 1} of ${cells} x ${cells} cells`;
    const how = [
      `sigmoid(${output})`, `(${column} + 0.5 + ${output}) / ${cells}`, `(${line} + 0.5 + ${output}) / ${cells}`, `exp(${output}) / ${cells}`,
      `exp(${output}) / ${cells}`,
    ][Math.max(0, value)]!;
    this.told.textContent = value < 0
      ? `${name}: how likely its centre is in each cell. The likeliest, outlined, is in ${place}: ${features[0]!.toFixed(3)}.`
      : `${valueNames[value]} of ${name}: ${features[value]!.toFixed(3)} = ${how}. It is from the outlined cell, ${place}, `
        + `of channel ${channel + 1} of the output, ${raw[value]}, which lies over the picture`
        + `${isConfidence ? " as confidence" : ": red above 0, blue below"}.`;
  }

  private async showPixels(): Promise<void> {
    if (this.touched === undefined || this.opened === undefined) return;
    const [row, value] = [this.touched[0], Math.max(0, this.touched[1])];
    const [frame, name] = [this.frame, this.opened.classes[row]!];
    this.pixels.disabled = true;
    try {
      const { drops } = await get<{ drops: number[] }>(this.address(`pixels/${row}/${value}`));
      if (this.frame !== frame) return;
      const side = Math.sqrt(drops.length);
      this.overlay.showMap({ width: side, height: side, values: drops, paint: redAndBlue(drops) });
      this.told.textContent = `${valueNames[value]} of ${name}: patches of the sample are greyed out one after the other. Red: it falls without these pixels, `
        + `by ${Math.max(0, ...drops).toFixed(3)} at most; blue: it rises, by ${Math.max(0, ...drops.map((drop) => -drop)).toFixed(3)} at most.`;
    } catch (error) {
      this.fail(error);
    } finally {
      this.pixels.disabled = false;
    }
  }

  private showSheet(): void {
    const layer = this.opened?.layers[this.layers.selectedIndex];
    if (layer === undefined) return;
    this.sheet.src = this.address(`layers/${this.layers.selectedIndex}`);
    this.sheet.alt = `what ${layer.kind} ${layer.name} computes: one grey picture a map, ${layer.lowest} to ${layer.highest}`;
    this.map.max = String(layer.shape[0]! - 1);
  }

  /** Lays one map of the layer over the picture. */
  private async showMap(channel: number): Promise<void> {
    const layer = this.opened?.layers[this.layers.selectedIndex];
    if (layer === undefined || channel < 0 || channel >= layer.shape[0]!) return;
    this.map.value = String(channel);
    const sheet = this.sheet.src;
    try {
      await this.sheet.decode(); // it may still be on its way
    } catch (error) {
      if (sheet === this.sheet.src) this.fail(error);
      return;
    }

    if (sheet !== this.sheet.src || this.map.value !== String(channel)) return; // another one was asked for meanwhile
    const [height, width] = [layer.shape[1] ?? 1, layer.shape[2] ?? 1];
    this.overlay.showPicture(
      this.sheet, [gap + channel % layer.columns * (width + gap), gap + Math.floor(channel / layer.columns) * (height + gap), width, height]);
    this.told.textContent = `Map ${channel + 1} of ${layer.shape[0]} of ${layer.kind} ${layer.name}, over the picture: `
      + "grey is 0, white and black are the largest of the layer.";
  }

  private async cover(x: number, y: number): Promise<void> {
    this.patch = [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))];
    if (this.opened === undefined || !this.covers.checked) return;
    const side = Number(this.size.value) / 100;
    const part = { x: this.patch[0] - side / 2, y: this.patch[1] - side / 2, width: side, height: side };
    this.overlay.cover(part);
    this.waiting = part;
    if (this.isAsking) return; // the newest place is asked for next
    this.isAsking = true;
    try {
      while (this.waiting !== undefined) {
        const { x, y, width, height }: Part = this.waiting;
        this.waiting = undefined;
        const frame = this.frame;
        const answer = await get<Answer>(this.address(`covered?x=${x}&y=${y}&width=${width}&height=${height}`));
        if (this.frame === frame) this.compare(answer);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.isAsking = false;
    }
  }

  private compare(covered: Answer | undefined): void {
    this.opened?.classes.forEach((name, row) => {
      const output = byId<HTMLOutputElement>(`covered-${name}`);
      const [before, after] = [this.opened!.answer.features[row]![0]!, covered?.features[row]![0]];
      output.textContent = after === undefined ? "" : after.toFixed(3);
      output.className = after === undefined || Math.abs(after - before) < 0.02 ? "" : after < before ? "falls" : "rises";
    });
  }

  private uncover(): void {
    this.waiting = undefined;
    this.overlay.cover(undefined);
    this.compare(undefined);
  }

  /** Says what went wrong; a frame that the program put away meanwhile is opened again. */
  private fail(error: unknown): void {
    if (error instanceof Failure && error.status === 410 && this.frame !== undefined) void this.open(this.frame);
    else tell(error instanceof Error ? error.message : String(error));
  }

  private address(path: string): string {
    return `/api/live/microscope/${this.opened!.id}/${path}`;
  }

  private build(): void {
    [this.title.id, this.told.id, this.sheet.id, this.filters.id, this.pixels.id] = [
      "microscope-title", "scope-told", "scope-layer", "scope-filters", "scope-pixels"];
    this.told.setAttribute("role", "status");
    this.filters.alt = "the weights of the first layer's filters: grey is 0";
    const label = (text: string, control: HTMLElement, id: string): HTMLLabelElement => {
      const of = make("label", "", text);
      of.htmlFor = control.id = id;
      return of;
    };
    Object.assign(this.map, { type: "range", min: "0", max: "0", step: "1", value: "0" });
    Object.assign(this.covers, { type: "checkbox", checked: true });
    Object.assign(this.size, { type: "range", min: "3", max: "60", step: "1", value: "15" });
    this.layers.addEventListener("change", () => this.showSheet());
    this.map.addEventListener("input", () => void this.showMap(Number(this.map.value)));
    this.pixels.addEventListener("click", () => void this.showPixels());
    this.covers.addEventListener("change", () => this.covers.checked ? void this.cover(...this.patch) : this.uncover());
    this.size.addEventListener("input", () => void this.cover(...this.patch));
    this.sheet.addEventListener("click", (event) => this.pick(event));
    this.listen(this.overlay.canvas);
    this.panel.append(
      this.title, make("p", "quiet", "What the network computes of the whole view, 96 x 96 pixels. Touch a class for its heat map, a value for its cell, its "
        + "map and its pixels; move the mouse over the picture to cover a patch of it."),
      make("div", "scope-parts",
        make("div", "", make("h3", "", "Feature vector"), make("div", "scroll", this.vector), this.told,
          make("div", "scope-row", this.pixels),
          make("div", "scope-row", this.covers, label("cover a patch", this.covers, "scope-cover"), label("size", this.size, "scope-size"), this.size)),
        make("div", "", make("h3", "", "Layer by layer"),
          make("div", "scope-row", label("layer", this.layers, "scope-layers"), this.layers),
          this.sheet, make("div", "scope-row", label("map over the picture", this.map, "scope-map"), this.map), this.filtersOf, this.filters)));
  }

  private listen(canvas: HTMLCanvasElement): void {
    canvas.addEventListener("pointermove", (event) => void this.cover(event.offsetX / canvas.clientWidth, event.offsetY / canvas.clientHeight));
    canvas.addEventListener("pointerleave", () => this.uncover());
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      event.stopPropagation(); // the page's own arrows step through frames
      void this.cover(this.patch[0] + step[0]! * 0.04, this.patch[1] + step[1]! * 0.04);
    });
  }

  /** Lays the map of the sheet that was clicked over the picture. */
  private pick(event: MouseEvent): void {
    const layer = this.opened?.layers[this.layers.selectedIndex];
    if (layer === undefined) return;
    const [wide, high] = [this.sheet.naturalWidth, this.sheet.naturalHeight];
    const scale = Math.min(this.sheet.clientWidth / wide, this.sheet.clientHeight / high); // object-fit: contain
    const column = Math.floor(event.offsetX / scale / ((layer.shape[2] ?? 1) + gap));
    const row = Math.floor(event.offsetY / scale / ((layer.shape[1] ?? 1) + gap));
    if (column < layer.columns) void this.showMap(row * layer.columns + column);
  }
}

/** The picture, made smaller where it is too large to be sent; the network sees 96 x 96 pixels of it. */
async function fitting(picture: Blob): Promise<Blob> {
  if (picture.size <= largest) return picture;
  const image = await createImageBitmap(picture);
  const canvas = make("canvas");
  [canvas.width, canvas.height] = [1280, Math.round(1280 * image.height / image.width)];
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((done, fail) => canvas.toBlob((blob) => blob === null ? fail(new Error("The picture cannot be sent.")) : done(blob), "image/jpeg", 0.92));
}
