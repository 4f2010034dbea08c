import { byId, make } from "../shared/dom";

/** A map of numbers over the whole picture, row by row, with how a number is drawn: red, green, blue and opacity, 0..255. */
export interface HeatMap { width: number; height: number; values: readonly number[]; paint: (value: number) => [number, number, number, number] }

/** A part of the picture, 0..1. */
export interface Part { x: number; y: number; width: number; height: number }

/** What the microscope draws over the picture: a map or a part of a sheet, an outlined cell, a covered patch. */
export class Overlay {
  readonly canvas = make("canvas");
  private base: CanvasImageSource | undefined;
  private from: [number, number, number, number] = [0, 0, 1, 1];
  private cell: Part | undefined;
  private patch: Part | undefined;

  constructor() {
    this.canvas.id = "scope";
    this.canvas.tabIndex = 0;
    this.canvas.hidden = true;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", "the microscope over the picture: the arrow keys move the covered patch");
    this.moveTo(byId("stage"));
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  /** Lies over the picture of another camera from now on. */
  moveTo(stage: HTMLElement): void {
    stage.append(this.canvas);
  }

  /** Shows a map, and outlines a cell. */
  showMap(map: HeatMap | undefined, cell?: Part): void {
    this.base = map === undefined ? undefined : imageOf(map);
    this.from = [0, 0, map?.width ?? 1, map?.height ?? 1];
    this.cell = cell;
    this.draw();
  }

  /** Shows a part of a picture, in its pixels: x, y, width, height. */
  showPicture(picture: CanvasImageSource, from: [number, number, number, number]): void {
    [this.base, this.from, this.cell] = [picture, from, undefined];
    this.draw();
  }

  /** Covers a part of the picture, or none. */
  cover(patch: Part | undefined): void {
    this.patch = patch;
    this.draw();
  }

  private draw(): void {
    const [width, height, scale] = [this.canvas.clientWidth, this.canvas.clientHeight, window.devicePixelRatio];
    if (this.canvas.hidden || width === 0) return;
    [this.canvas.width, this.canvas.height] = [width * scale, height * scale];
    const pen = this.canvas.getContext("2d")!;
    pen.scale(scale, scale);
    pen.imageSmoothingEnabled = false;
    if (this.base !== undefined) {
      pen.fillStyle = "rgb(8 12 18 / 55%)";
      pen.fillRect(0, 0, width, height);
      pen.globalAlpha = 0.8;
      pen.drawImage(this.base, ...this.from, 0, 0, width, height);
      pen.globalAlpha = 1;
    }

    if (this.cell !== undefined) {
      const box: [number, number, number, number] = [this.cell.x * width, this.cell.y * height, this.cell.width * width, this.cell.height * height];
      for (const [tone, line] of [["rgb(0 0 0 / 70%)", 5], ["#ffffff", 2]] as const) {
        [pen.strokeStyle, pen.lineWidth] = [tone, line];
        pen.strokeRect(...box);
      }
    }

    if (this.patch !== undefined) {
      pen.fillStyle = "rgb(128 128 128)";
      pen.fillRect(this.patch.x * width, this.patch.y * height, this.patch.width * width, this.patch.height * height);
    }
  }
}

function imageOf(map: HeatMap): HTMLCanvasElement {
  const image = make("canvas");
  [image.width, image.height] = [map.width, map.height];
  const pixels = new ImageData(map.width, map.height);
  map.values.forEach((value, i) => pixels.data.set(map.paint(value), 4 * i));
  image.getContext("2d")!.putImageData(pixels, 0, 0);
  return image;
}

/** Paints 0 as nothing and 1 in a full colour. */
export function inColour(colour: string): HeatMap["paint"] {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
  return (value) => [red, green, blue, 255 * Math.min(1, Math.max(0, value))];
}

/** Paints what is above 0 red and what is below blue, the strongest in full. */
export function redAndBlue(values: readonly number[]): HeatMap["paint"] {
  const strongest = Math.max(1e-6, ...values.map(Math.abs));
  return (value) => value > 0 ? [255, 60, 40, 255 * value / strongest] : [70, 130, 255, -255 * value / strongest];
}
