import { colour } from "../shared/dom";

/** Levels of 0..255 that came as base64. */
export const levels = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const parsed = new Map<string, [number, number, number]>();

/** The parts of a colour of the style sheet; `#rrggbb` there. */
export function rgb(name: string): [number, number, number] {
  const text = colour(name);
  let found = parsed.get(text);
  if (found === undefined) parsed.set(text, (found = [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)) as [number, number, number]));
  return found;
}

/** The colours from one through the middle to another, 256 of them: for values of -1..1. A strength below 1 makes them pale. */
export function scale(strength = 1, from = "--c0", middle = "--panel", to = "--c1"): Uint8ClampedArray {
  const centre = rgb(middle);
  const towards = (name: string): number[] => rgb(name).map((part, i) => centre[i]! + (part - centre[i]!) * strength);
  const [low, high] = [towards(from), towards(to)];
  const colours = new Uint8ClampedArray(4 * 256);
  for (let i = 0; i < 256; i++) {
    const [a, b, part] = i < 128 ? [low, centre, i / 127.5] : [centre, high, i / 127.5 - 1];
    for (let c = 0; c < 3; c++) colours[4 * i + c] = a[c]! + (b[c]! - a[c]!) * part;
    colours[4 * i + 3] = 255;
  }

  return colours;
}

/** Draws a map of levels, one pixel of the canvas a value; the style sheet enlarges it. */
export function drawMap(canvas: HTMLCanvasElement, values: Uint8Array, columns: number, colours: Uint8ClampedArray): void {
  const rows = values.length / columns;
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(columns, rows);
  for (let i = 0; i < values.length; i++) image.data.set(colours.subarray(4 * values[i]!, 4 * values[i]! + 4), 4 * i);
  context.putImageData(image, 0, 0);
}
