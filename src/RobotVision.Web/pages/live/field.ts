import { colourOf } from "../shared/classes";
import { byId, colour } from "../shared/dom";
import { numberOf, type LiveFrame } from "./types";

const mostMetres = 10; // that are shown ahead
const past = 3000; // milliseconds of a track's way that are drawn
const ninetyFive = 2.4477; // standard deviations of the ellipse that holds 95 % in two dimensions

/** The ground from above: the robot below, ahead is up. What is not seen now is hollow. */
export class Field {
  private readonly canvas = byId<HTMLCanvasElement>("field");
  private frames: readonly LiveFrame[] = [];
  private range = 4;

  constructor() {
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    document.addEventListener("theme", () => this.draw());
  }

  /** Shows a frame; the last one, with those before it. */
  show(frames: readonly LiveFrame[]): void {
    this.frames = frames;
    this.draw();
  }

  private draw(): void {
    const result = this.frames.at(-1)?.result;
    const seen = (result?.detections ?? []).flatMap((one) => (one.ground_m ? [one.ground_m] : []));
    const isPlaced = seen.length > 0 || result?.pose === "known";
    byId("field-none").hidden = isPlaced || result === undefined;
    this.canvas.hidden = !isPlaced;
    if (!isPlaced || result === undefined) return;
    const [width, height, scale] = [this.canvas.clientWidth, this.canvas.clientHeight, window.devicePixelRatio];
    [this.canvas.width, this.canvas.height] = [width * scale, height * scale];
    const pen = this.canvas.getContext("2d")!;
    pen.scale(scale, scale);
    const farthest = Math.min(mostMetres, Math.max(2, ...seen.map(([x, y]) => Math.max(x, Math.abs(y) * (2 * height / width)))));
    this.range = farthest > this.range ? farthest : Math.max(farthest, this.range * 0.995); // grows at once, shrinks slowly
    const unit = (height - 24) / (this.range * 1.1);
    const at = ([x, y]: [number, number]): [number, number] => [width / 2 - y * unit, height - 16 - x * unit];
    this.drawRings(pen, at, unit);
    for (const track of result.tracks ?? []) this.drawWay(pen, at, track.track, track.class);
    for (const one of result.tracks ?? result.detections) {
      if (one.ground_m === undefined) continue;
      const tone = colourOf(numberOf(one.class));
      const isSeen = !("unseen_s" in one) || one.unseen_s === 0;
      if (one.ground_covariance_m2 !== undefined) this.drawEllipse(pen, at(one.ground_m), one.ground_covariance_m2, unit, tone);
      const [x, y] = at(one.ground_m);
      pen.beginPath();
      pen.arc(x, y, 5, 0, 2 * Math.PI);
      pen.fillStyle = tone;
      pen.strokeStyle = tone;
      pen.lineWidth = 2;
      if (isSeen) pen.fill();
      pen.stroke();
      if (one.class.startsWith("line_")) continue; // there are many, and their colours tell them
      pen.fillStyle = colour("--text");
      pen.fillText(`${one.class} #${one.track ?? ""}`.replace(/ #$/, ""), x + 8, y + 4);
    }
  }

  private drawRings(pen: CanvasRenderingContext2D, at: (place: [number, number]) => [number, number], unit: number): void {
    const [x, y] = at([0, 0]);
    pen.strokeStyle = colour("--line");
    pen.fillStyle = colour("--quiet");
    pen.font = "11px system-ui, sans-serif";
    for (let metres = 1; metres <= this.range * 1.2; metres += this.range > 6 ? 2 : 1) {
      pen.beginPath();
      pen.arc(x, y, metres * unit, Math.PI, 2 * Math.PI);
      pen.stroke();
      pen.fillText(`${metres} m`, x + 3, y - metres * unit + 12);
    }

    pen.beginPath();
    pen.moveTo(x, y - 10);
    pen.lineTo(x - 7, y + 7);
    pen.lineTo(x + 7, y + 7);
    pen.closePath();
    pen.fillStyle = colour("--accent");
    pen.fill();
  }

  private drawWay(pen: CanvasRenderingContext2D, at: (place: [number, number]) => [number, number], number: number, kind: string): void {
    const since = this.frames.at(-1)!.time - past;
    pen.beginPath();
    for (const frame of this.frames) {
      const place = frame.time < since ? undefined : frame.result.tracks?.find((track) => track.track === number)?.ground_m;
      if (place !== undefined) pen.lineTo(...at(place));
    }

    pen.strokeStyle = colourOf(numberOf(kind));
    pen.globalAlpha = 0.5;
    pen.lineWidth = 2;
    pen.stroke();
    pen.globalAlpha = 1;
  }

  private drawEllipse(pen: CanvasRenderingContext2D, [x, y]: [number, number], [xx, xy, yy]: [number, number, number], unit: number, tone: string): void {
    const [mean, apart] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
    const [long, short] = [Math.sqrt(mean + apart), Math.sqrt(Math.max(0, mean - apart))];
    const angle = Math.atan2(xy, (xx - yy) / 2) / 2; // from ahead to the left
    pen.beginPath();
    pen.ellipse(x, y, Math.min(2000, ninetyFive * long * unit), ninetyFive * short * unit, -Math.PI / 2 - angle, 0, 2 * Math.PI);
    pen.fillStyle = tone;
    pen.globalAlpha = 0.18;
    pen.fill();
    pen.globalAlpha = 1;
  }
}
