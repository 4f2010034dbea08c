import { byId, make, startTheme, tell } from "../shared/dom";
import { get, openSession, post } from "../shared/server";

interface Fit {
  height: number; roll: number; pitch: number; heightDeviation: number; rollDeviation: number; pitchDeviation: number; rmsPixels: number;
}

interface State { picture: number; width: number; height: number; lines: number[][]; pins: [number, number][]; canUndo: boolean; fit: Fit | null }

interface Answer { state: State; output: string }

const reach = 10; // pixels of the screen within which a place that was let go is taken up again
const near = 4, far = 24; // pixels of the picture that an arrow moves the cross
const degree = Math.PI / 180;

/** Draws the field over the picture; dragged places follow the pointer, and the field follows them. */
class FieldPage {
  private readonly marks = byId<HTMLCanvasElement>("marks");
  private readonly picture = byId<HTMLImageElement>("picture");
  private state: State;
  private cross: [number, number];
  private isHeld = false;
  private usesKeys = false;
  private waiting: (() => Promise<Answer>)[] = [];
  private drag: (() => Promise<Answer>) | undefined; // the newest place, of which the others are passed over
  private isSending = false;

  constructor({ state, output }: Answer) {
    this.state = state;
    this.cross = [state.width / 2, state.height * 0.7];
    byId("output").textContent = output;
    this.marks.addEventListener("pointerdown", (event) => {
      this.usesKeys = false;
      this.marks.setPointerCapture(event.pointerId);
      this.hold(this.placeOf(event));
    });
    this.marks.addEventListener("pointermove", (event) => {
      if (this.isHeld) this.move(this.placeOf(event));
    });
    for (const name of ["pointerup", "pointercancel"]) this.marks.addEventListener(name, () => this.letGo());
    this.marks.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) this.ask(() => post<Answer>("/api/field/undo"));
      else if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.altKey && !event.metaKey) this.ask(() => post<Answer>("/api/field/fit"));
      else return;
      event.preventDefault();
    });
    for (const name of ["fit", "undo", "next"]) byId(name).addEventListener("click", () => this.ask(() => post<Answer>(`/api/field/${name}`)));
    byId("save").addEventListener("click", () => this.ask(async () => {
      const answer = await post<Answer>("/api/field/save");
      tell(`Saved in ${answer.output}`);
      return answer;
    }));
    this.picture.addEventListener("load", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.marks);
    this.show({ state, output });
  }

  private hold([x, y]: [number, number]): void {
    this.isHeld = true;
    this.cross = [x, y];
    const within = reach * this.state.width / this.marks.clientWidth;
    this.ask(() => post<Answer>("/api/field/grab", { x, y, reach: within }));
  }

  private move([x, y]: [number, number]): void {
    this.cross = [x, y];
    this.drag = () => post<Answer>("/api/field/drag", { x, y });
    void this.send();
  }

  private letGo(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    if (this.drag !== undefined) this.waiting.push(this.drag);
    this.drag = undefined;
    this.ask(() => post<Answer>("/api/field/drop"));
  }

  private press(event: KeyboardEvent): void {
    const step = event.shiftKey ? far : near;
    const [dx, dy] = event.key === "ArrowLeft" ? [-step, 0] : event.key === "ArrowRight" ? [step, 0] : event.key === "ArrowUp" ? [0, -step]
      : event.key === "ArrowDown" ? [0, step] : [0, 0];
    if (event.key === " ") {
      if (this.isHeld) this.letGo();
      else this.hold(this.cross);
    } else if (dx !== 0 || dy !== 0) {
      const place: [number, number] = [
        Math.min(this.state.width, Math.max(0, this.cross[0] + dx)), Math.min(this.state.height, Math.max(0, this.cross[1] + dy)),
      ];
      if (this.isHeld) this.move(place);
      else this.cross = place;
    } else return;
    this.usesKeys = true;
    event.preventDefault();
    this.draw();
  }

  private ask(request: () => Promise<Answer>): void {
    this.waiting.push(request);
    void this.send();
  }

  /** Sends one request after the other; of the places of a drag the newest. */
  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    for (let next = this.waiting.shift() ?? this.drag; next !== undefined; next = this.waiting.shift() ?? this.drag) {
      if (next === this.drag) this.drag = undefined;
      try {
        byId("message").textContent = "";
        this.show(await next());
      } catch (error) {
        this.isHeld = false;
        byId("message").textContent = error instanceof Error ? error.message : String(error);
      }
    }

    this.isSending = false;
  }

  private show({ state }: Answer): void {
    this.state = state;
    const url = `/api/field/picture/${state.picture}`;
    if (!this.picture.src.endsWith(url)) this.picture.src = url;
    const { fit } = state;
    byId("phase").textContent = fit !== null ? "fitted" : state.pins.length > 0
      ? `${state.pins.length} ${state.pins.length === 1 ? "place" : "places"} set` : "to be dragged";
    byId<HTMLButtonElement>("undo").disabled = !state.canUndo;
    byId<HTMLButtonElement>("save").disabled = fit === null;
    byId("none").hidden = fit !== null;
    byId("result").hidden = fit === null;
    if (fit !== null) {
      byId("numbers").replaceChildren(
        row("height", `${fit.height.toFixed(3)} m`, `± ${fit.heightDeviation.toFixed(3)}`),
        row("downwards", `${(fit.pitch / degree).toFixed(2)}°`, `± ${(fit.pitchDeviation / degree).toFixed(2)}`),
        row("to the right", `${(fit.roll / degree).toFixed(2)}°`, `± ${(fit.rollDeviation / degree).toFixed(2)}`),
        row("error", `${fit.rmsPixels.toFixed(2)} px`, ""));
    }

    this.draw();
  }

  private draw(): void {
    const [width, height, scale] = [this.marks.clientWidth, this.marks.clientHeight, window.devicePixelRatio];
    [this.marks.width, this.marks.height] = [width * scale, height * scale];
    const pen = this.marks.getContext("2d")!;
    pen.scale(scale * width / this.state.width, scale * height / this.state.height);
    const pixel = this.state.width / width; // of the screen, in pixels of the picture
    for (const [tone, thick] of [["rgb(10 14 20 / 75%)", 4], [this.state.fit === null ? "#ff9f1c" : "#4de0c8", 2]] as const) {
      pen.strokeStyle = tone;
      pen.lineWidth = thick * pixel;
      for (const line of this.state.lines) {
        pen.beginPath();
        for (let i = 0; i < line.length; i += 2) pen.lineTo(line[i]!, line[i + 1]!);
        pen.stroke();
      }
    }

    for (const [x, y] of this.state.pins) circle(pen, x, y, 6 * pixel, pixel);
    if (!this.usesKeys) return;
    const [x, y] = this.cross;
    pen.strokeStyle = this.isHeld ? "#ff5d73" : "#ffffff";
    pen.lineWidth = 2 * pixel;
    pen.beginPath();
    for (const [dx, dy] of [[12, 0], [0, 12]] as const) {
      pen.moveTo(x - dx * pixel, y - dy * pixel);
      pen.lineTo(x + dx * pixel, y + dy * pixel);
    }

    pen.stroke();
  }

  private placeOf(event: PointerEvent): [number, number] {
    const box = this.marks.getBoundingClientRect();
    return [(event.clientX - box.left) * this.state.width / box.width, (event.clientY - box.top) * this.state.height / box.height];
  }
}

const row = (name: string, value: string, deviation: string): HTMLTableRowElement =>
  make("tr", "", make("td", "", name), make("td", "number", value), make("td", "number", deviation));

function circle(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, pixel: number): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = "#ff5d73";
  pen.fill();
  pen.lineWidth = 2 * pixel;
  pen.strokeStyle = "#ffffff";
  pen.stroke();
}

async function start(): Promise<void> {
  startTheme(byId("theme"));
  await openSession();
  new FieldPage(await get<Answer>("/api/field"));
}

start().catch((error: unknown) => {
  byId("banner").hidden = false;
  byId("banner").textContent = error instanceof Error ? error.message : String(error);
});
