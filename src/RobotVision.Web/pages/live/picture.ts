import { colourOf } from "../shared/classes";
import { byId, make } from "../shared/dom";
import { Labels } from "./labels";
import { numberOf, type Detection, type LiveFrame } from "./types";

const labelHeight = 15;

/** The picture of a camera with what was found in it, both of the same frame. */
export class Picture {
  /** Whether what was found is listed beside the pictures. */
  isListed = true;

  private wanted: LiveFrame | undefined;
  private isBusy = false;
  private shown: LiveFrame | undefined;

  /** Draws more over the boxes: gets the frame's number and the size of its pixels. */
  onMarked: (pen: CanvasRenderingContext2D, frame: number, sx: number, sy: number) => void = () => undefined;

  constructor(private readonly picture: HTMLCanvasElement, private readonly marks: HTMLCanvasElement, private readonly name = "") {
    new ResizeObserver(() => this.mark()).observe(this.picture);
    document.addEventListener("theme", () => this.mark());
  }

  /** Shows a frame as soon as the one before is drawn; newer ones take its place meanwhile. */
  show(frame: LiveFrame): void {
    this.wanted = frame;
    if (!this.isBusy) void this.draw();
  }

  private async draw(): Promise<void> {
    this.isBusy = true;
    try {
      while (this.wanted !== undefined) {
        const frame = this.wanted;
        this.wanted = undefined;
        const image = await createImageBitmap(frame.picture);
        [this.picture.width, this.picture.height] = [image.width, image.height];
        this.picture.parentElement!.style.setProperty("--ratio", String(image.width / image.height));
        this.picture.getContext("2d")!.drawImage(image, 0, 0);
        image.close();
        this.shown = frame;
        this.mark();
        if (this.isListed) this.list();
      }
    } finally {
      this.isBusy = false;
    }
  }

  /** Draws the boxes anew. */
  mark(): void {
    if (this.shown === undefined) return;
    const { result } = this.shown;
    const [width, height, scale] = [this.picture.clientWidth, this.picture.clientHeight, window.devicePixelRatio];
    [this.marks.width, this.marks.height] = [width * scale, height * scale];
    const pen = this.marks.getContext("2d")!;
    pen.scale(scale, scale);
    pen.font = "600 12px system-ui, sans-serif";
    pen.textBaseline = "bottom";
    const [sx, sy] = [width / result.width, height / result.height];
    const labels = new Labels(width, height, labelHeight);
    for (const found of result.detections) {
      const [x1, y1, x2, y2] = found.box;
      pen.strokeStyle = colourOf(numberOf(found.class));
      pen.lineWidth = 2;
      pen.strokeRect(x1 * sx, y1 * sy, (x2 - x1) * sx, (y2 - y1) * sy);
    }

    for (const found of result.detections) { // over all boxes
      const [x1, y1, , y2] = found.box;
      const text = labelOf(found);
      const wide = pen.measureText(text).width + 6;
      const [x, y] = labels.place(wide, [x1 * sx, y1 * sy - labelHeight - 1], [x1 * sx, y2 * sy + 1], [x1 * sx, y1 * sy + 1]);
      pen.fillStyle = "rgb(10 14 20 / 70%)";
      pen.fillRect(x, y, wide, labelHeight);
      pen.fillStyle = colourOf(numberOf(found.class));
      pen.fillText(text, x + 3, y + labelHeight - 1);
    }

    this.picture.setAttribute("aria-label", `${this.name}frame ${result.frame}: ${result.detections.length} found`);
    this.onMarked(pen, result.frame, sx, sy);
  }

  /** Lists what was found. */
  list(): void {
    if (this.shown === undefined) return;
    const { result } = this.shown;
    byId("frame-number").textContent = String(result.frame);
    byId("found").replaceChildren(...result.detections.map((found) => {
      const swatch = make("span", "swatch");
      swatch.style.background = colourOf(numberOf(found.class));
      const row = make("li", "", swatch, make("span", "what", labelOf(found)),
        make("span", "quiet", found.ground_m === undefined ? "" : placeOf(found.ground_m)));
      row.dataset["box"] = found.box.join(" ");
      row.dataset["class"] = found.class;
      return row;
    }));
  }
}

const placeOf = ([ahead, left]: [number, number]): string => `${along(ahead, "ahead", "behind")}, ${along(left, "left", "right")}`;

/** A distance with its side; nothing that is shown as 0 is behind or to the right. */
function along(metres: number, positive: string, negative: string): string {
  const text = Math.abs(metres).toFixed(2);
  return `${text} m ${metres < 0 && Number(text) !== 0 ? negative : positive}`;
}

const labelOf = (found: Detection): string => `${found.class} ${found.confidence.toFixed(2)}${found.track === undefined ? "" : ` #${found.track}`}`;
