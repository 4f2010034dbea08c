import { colourOf } from "../shared/classes";
import { byId, colour } from "../shared/dom";
import { Labels } from "./labels";
import { cameraOf, numberOf, type LiveFrame } from "./types";

const mostMetres = 10; // that are shown ahead
const behind = 0.5; // metres behind the robot from which on the ground there is shown
const past = 3000; // milliseconds of a track's way that are drawn
const lineHeight = 14;
const ninetyFive = 2.4477; // standard deviations of the ellipse that holds 95 % in two dimensions

/**
 * The ground from above, of all cameras together: the robot below or, where something is seen behind it, in the middle; ahead is up. What is not seen now
 * is hollow; where each of several cameras looks, a line from the robot says.
 */
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
    const newest = new Map(this.frames.map((frame) => [cameraOf(frame), frame.result]));
    const results = [...newest.values()];
    const result = this.frames.findLast(({ result }) => result.pose === "known")?.result ?? this.frames.at(-1)?.result;
    const found = results.flatMap((one) => one.detections);
    const seen = found.flatMap((one) => (one.ground_m ? [one.ground_m] : []));
    const isPlaced = seen.length > 0 || results.some((one) => one.pose === "known");
    byId("field-none").hidden = isPlaced || result === undefined;
    this.canvas.hidden = !isPlaced;
    if (!isPlaced || result === undefined) return;
    const [width, height, scale] = [this.canvas.clientWidth, this.canvas.clientHeight, window.devicePixelRatio];
    [this.canvas.width, this.canvas.height] = [width * scale, height * scale];
    const pen = this.canvas.getContext("2d")!;
    pen.scale(scale, scale);
    const farthest = Math.min(mostMetres, Math.max(2, ...seen.map(([x, y]) => Math.max(Math.abs(x), Math.abs(y) * (2 * height / width)))));
    this.range = farthest > this.range ? farthest : Math.max(farthest, this.range * 0.995); // grows at once, shrinks slowly
    const isBehind = seen.some(([x]) => x < -behind);
    const floor = isBehind ? height / 2 : height - 16;
    const unit = (floor - 8) / (this.range * 1.1);
    const at = ([x, y]: [number, number]): [number, number] => [width / 2 - y * unit, floor - x * unit];
    this.drawRings(pen, at, unit, isBehind);
    if (newest.size > 1) for (const [camera, { inputs }] of newest) if (inputs?.pose !== undefined) this.drawView(pen, at, camera, inputs.pose);
    for (const track of result.tracks ?? []) this.drawWay(pen, at, track.track, track.class);
    const labels = new Labels(width, height, lineHeight);
    const named: { text: string; x: number; y: number }[] = [];
    for (const one of result.tracks ?? found) {
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
      named.push({ text: `${one.class} #${one.track ?? ""}`.replace(/ #$/, ""), x, y });
    }

    pen.fillStyle = colour("--text");
    pen.strokeStyle = colour("--quiet");
    pen.lineWidth = 1;
    for (const { text, x, y } of named) {
      const wide = pen.measureText(text).width + 4;
      const [left, top] = labels.place(wide, [x + 8, y - 7], [x - 8 - wide, y - 7], [x + 8, y - 20], [x + 8, y + 6]);
      pen.fillText(text, left, top + 11);
      if (Math.abs(top + 7 - y) < 2 * lineHeight) continue;
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(left - 2, top + 7);
      pen.stroke();
    }
  }

  private drawRings(pen: CanvasRenderingContext2D, at: (place: [number, number]) => [number, number], unit: number, areWhole: boolean): void {
    const [x, y] = at([0, 0]);
    pen.strokeStyle = colour("--line");
    pen.fillStyle = colour("--quiet");
    pen.font = "11px system-ui, sans-serif";
    for (let metres = 1; metres <= this.range * 1.2; metres += this.range > 6 ? 2 : 1) {
      pen.beginPath();
      pen.arc(x, y, metres * unit, areWhole ? 0 : Math.PI, 2 * Math.PI);
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

  /** Where a camera looks: along the x axis of its own frame, turned into the robot's. */
  private drawView(pen: CanvasRenderingContext2D, at: (place: [number, number]) => [number, number], camera: string,
    pose: { position_m: [number, number, number]; orientation: [number, number, number, number] }): void {
    const [w, x, y, z] = pose.orientation;
    const [ahead, left] = [1 - 2 * (y * y + z * z), 2 * (x * y + w * z)];
    const length = this.range * 0.22 / Math.max(0.1, Math.hypot(ahead, left));
    const [fromX, fromY] = pose.position_m;
    const end = at([fromX + ahead * length, fromY + left * length]);
    pen.beginPath();
    pen.moveTo(...at([fromX, fromY]));
    pen.lineTo(...end);
    pen.strokeStyle = pen.fillStyle = colour("--accent");
    pen.lineWidth = 2;
    pen.setLineDash([4, 4]);
    pen.stroke();
    pen.setLineDash([]);
    pen.fillText(camera, end[0] + 4, end[1] - 2);
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
