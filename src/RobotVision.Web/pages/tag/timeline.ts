import { colour } from "../shared/dom";
import type { Frames } from "./frames";

/** All frames in one line: how far each is, which the filter takes, and where one is. A slider for mouse and keyboard. */
export class Timeline {
  private index = 0;
  private due = false;

  constructor(private readonly canvas: HTMLCanvasElement, private readonly frames: Frames, private readonly go: (index: number) => void) {
    const at = (event: PointerEvent): void =>
      this.go(Math.min(frames.count - 1, Math.max(0, Math.floor((event.offsetX / canvas.clientWidth) * frames.count))));
    canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); at(event); });
    canvas.addEventListener("pointermove", (event) => { if (event.buttons === 1) at(event); });
    canvas.setAttribute("aria-valuemin", "1");
    canvas.setAttribute("aria-valuemax", String(frames.count));
    new ResizeObserver(() => this.draw()).observe(canvas);
    document.addEventListener("theme", () => this.draw());
  }

  show(index: number): void {
    this.index = index;
    this.canvas.setAttribute("aria-valuenow", String(index + 1));
    this.canvas.setAttribute("aria-valuetext", `frame ${index + 1} of ${this.frames.count}`);
    this.draw();
  }

  draw(): void {
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => { this.due = false; this.paint(); });
  }

  private paint(): void {
    const [canvas, { frames }] = [this.canvas, this];
    const [width, height] = [canvas.clientWidth * devicePixelRatio, canvas.clientHeight * devicePixelRatio];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d")!;
    context.clearRect(0, 0, width, height);
    const each = width / frames.count;
    const gap = each > 5 * devicePixelRatio ? devicePixelRatio : 0;
    const colours = { untouched: colour("--line"), draft: colour("--draft"), done: colour("--good"), unclear: colour("--quiet") };
    const [bad, accent] = [colour("--bad"), colour("--accent")];
    for (let i = 0; i < frames.count; i++) {
      const row = frames.rows[i];
      context.globalAlpha = frames.filter.takes(row, i) ? 1 : 0.25;
      context.fillStyle = row?.problem ? bad : colours[row?.status ?? "untouched"];
      context.fillRect(i * each, height * 0.25, Math.max(each - gap, 0.5), height * 0.5);
    }
    context.globalAlpha = 1;
    const x = Math.min((this.index + 0.5) * each, width - 2 * devicePixelRatio);
    context.fillStyle = accent;
    context.fillRect(x - 1.5 * devicePixelRatio, 0, 3 * devicePixelRatio, height);
  }
}
