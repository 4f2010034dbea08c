import { Camera } from "../shared/camera";
import { byId, colour, make, startTheme, tell } from "../shared/dom";
import { get, getBytes, openSession, post } from "../shared/server";

interface About { camera: string; hasControls: boolean; most: number; least: number; output: string }

interface Parameter { name: string; value: number; deviation: number | "Infinity" | "NaN" }

interface Result {
  views: number; problem: string | null; rms: number | null; warnings: string[] | null; rejected: string[] | null; parameters: Parameter[] | null;
}

interface Frame {
  number: number; width: number; height: number; corners: [number, number][] | null; verdict: "none" | "kept" | "refused"; reason: string | null;
  problem: string | null; isEnded: boolean; kept: number; seen: number; coverage: number[][]; result: Result | null;
}

const lengthBytes = 4;
const stay = 1500; // milliseconds that a verdict stays where the next frame has no board
const pause = 1000; // milliseconds until a program that does not answer is asked again
const enoughViews = 15, enoughSeen = 0.6;

/** Shows the frames with the board in them, what became of each, where the board was seen, and the lens so far. */
class LensPage {
  private readonly picture = byId<HTMLCanvasElement>("picture");
  private readonly marks = byId<HTMLCanvasElement>("marks");
  private readonly verdict = byId("verdict");
  private frame: Frame | undefined;
  private told = -stay;

  constructor(about: About) {
    byId("title").textContent = `Lens of ${about.camera}`;
    byId("output").textContent = about.output;
    byId("least").textContent = String(about.least);
    if (about.hasControls) new Camera(about.camera);
    byId("save").addEventListener("click", () => post<{ file: string; views: number }>("/api/lens/save").then(
      (saved) => tell(`Saved in ${saved.file}, from ${saved.views} views`), (error: Error) => tell(error.message)));
    new ResizeObserver(() => this.draw()).observe(this.picture);
    document.addEventListener("theme", () => this.draw());
    void this.watch();
  }

  private async watch(): Promise<void> {
    for (let after = 0; ;) {
      try {
        const bytes = await getBytes(`/api/lens/frames/${after}`);
        const length = new DataView(bytes).getInt32(0, true);
        const frame = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, lengthBytes, length))) as Frame;
        after = frame.number;
        byId("banner").hidden = true;
        await this.show(frame, new Uint8Array(bytes, lengthBytes + length));
        if (frame.isEnded) await new Promise((done) => window.setTimeout(done, pause)); // the result may still come
        if (frame.isEnded) after--;
      } catch (error) {
        byId("banner").hidden = false;
        byId("banner").textContent = error instanceof Error ? error.message : String(error);
        await new Promise((done) => window.setTimeout(done, pause));
      }
    }
  }

  private async show(frame: Frame, jpeg: Uint8Array<ArrayBuffer>): Promise<void> {
    if (jpeg.length > 0) {
      const image = await createImageBitmap(new Blob([jpeg], { type: "image/jpeg" }));
      [this.picture.width, this.picture.height] = [image.width, image.height];
      this.picture.getContext("2d")!.drawImage(image, 0, 0);
      image.close();
    }

    this.frame = frame;
    byId("phase").textContent = frame.isEnded ? "ended" : frame.problem === null ? "running" : "waiting";
    this.judge(frame);
    byId("kept").textContent = String(frame.kept);
    byId("seen").textContent = `${Math.round(100 * frame.seen)} %`;
    byId("advice").textContent = adviceFor(frame);
    this.list(frame.result);
    this.draw();
  }

  private judge(frame: Frame): void {
    const now = performance.now();
    if (frame.verdict === "none" && now - this.told < stay && frame.problem === null) return;
    if (frame.verdict !== "none") this.told = now;
    const text = frame.problem !== null ? frame.problem
      : frame.verdict === "kept" ? "Kept." : frame.verdict === "refused" ? `Refused: ${frame.reason}` : "Show the whole board.";
    this.verdict.className = frame.verdict;
    if (this.verdict.textContent !== text) this.verdict.textContent = text;
  }

  private list(result: Result | null): void {
    const isThere = result !== null && result.parameters !== null;
    byId("result").hidden = !isThere;
    byId<HTMLButtonElement>("save").disabled = !isThere;
    byId("result-problem").hidden = isThere;
    if (result?.problem) byId("result-problem").textContent = result.problem;
    byId("warnings").replaceChildren(...[...result?.warnings ?? [], ...result?.rejected ?? []].map((text) => make("li", "", text)));
    if (result === null || result.parameters === null) return;
    byId("rms").textContent = result.rms!.toFixed(3);
    const focal = result.parameters[0]!;
    byId("focal").textContent = `${(100 * Number(focal.deviation) / focal.value).toFixed(2)} %`;
    byId("parameters").replaceChildren(...result.parameters.map((one) => {
      const digits = one.name.startsWith("f") || one.name.startsWith("c") ? 2 : 4;
      return make("tr", "", make("td", "", one.name), make("td", "number", one.value.toFixed(digits)),
        make("td", "number", `± ${Number(one.deviation).toFixed(digits)}`));
    }));
  }

  private draw(): void {
    const { frame } = this;
    if (frame === undefined || frame.width === 0) return;
    this.picture.setAttribute("aria-label", frame.corners === null ? "no board" : `a board with ${frame.corners.length} corners`);
    const pen = penOf(this.marks, this.picture.clientWidth, this.picture.clientHeight);
    const [sx, sy] = [this.picture.clientWidth / frame.width, this.picture.clientHeight / frame.height];
    pen.fillStyle = frame.verdict === "kept" ? "#2fd27a" : "#ffb02e";
    pen.strokeStyle = "rgb(10 14 20 / 70%)";
    for (const [x, y] of frame.corners ?? []) {
      pen.beginPath();
      pen.arc(x * sx, y * sy, 4, 0, 2 * Math.PI);
      pen.fill();
      pen.stroke();
    }

    drawCoverage(frame);
  }
}

/** The cells of the image by how many corners were seen there. */
function drawCoverage(frame: Frame): void {
  const canvas = byId<HTMLCanvasElement>("coverage");
  const width = canvas.clientWidth;
  const height = width * frame.height / frame.width;
  canvas.style.height = `${height}px`;
  canvas.setAttribute("aria-label", `corners were seen in ${Math.round(100 * frame.seen)} % of the image`);
  const pen = penOf(canvas, width, height);
  pen.fillStyle = colour("--sunk");
  pen.fillRect(0, 0, width, height);
  const rows = frame.coverage.length;
  frame.coverage.forEach((row, y) => row.forEach((count, x) => {
    if (count === 0) return;
    pen.globalAlpha = Math.min(1, 0.3 + count / 12);
    pen.fillStyle = colour("--good");
    pen.fillRect(x * width / row.length + 1, y * height / rows + 1, width / row.length - 2, height / rows - 2);
  }));
  pen.globalAlpha = 1;
}

function penOf(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const scale = window.devicePixelRatio;
  [canvas.width, canvas.height] = [width * scale, height * scale];
  const pen = canvas.getContext("2d")!;
  pen.scale(scale, scale);
  return pen;
}

/** What to do next: where the board was not seen yet, and how it was not held. */
function adviceFor(frame: Frame): string {
  if (frame.kept === 0) return "Hold the board still in view, with its white rim, evenly lit.";
  if (frame.seen < enoughSeen) return "Take the board to where the map is empty, tilted to all sides, near and far.";
  if (frame.kept < enoughViews) return `Tilt the board 20 to 45 degrees to all sides: ${enoughViews - frame.kept} more views make it sure.`;
  return "The map is filled. More tilted views make the uncertainty smaller; save when it is small enough.";
}

async function start(): Promise<void> {
  startTheme(byId("theme"));
  await openSession();
  new LensPage(await get<About>("/api/lens"));
}

start().catch((error: unknown) => {
  byId("banner").hidden = false;
  byId("banner").textContent = error instanceof Error ? error.message : String(error);
});
