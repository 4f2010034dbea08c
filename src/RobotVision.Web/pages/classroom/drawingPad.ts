import { colour, make } from "../shared/dom";
import { say } from "./language";
import type { PenStrokes } from "./types";

const size = 280;
const step = 20; // of the pen that is moved by keys

/** Paper to draw on: with mouse, finger or pen, or by keys: arrows move, Space lowers and lifts the pen. */
export class DrawingPad {
  readonly element = make("canvas", "pad-canvas");
  strokes: PenStrokes = [];
  private cursor = { x: size / 2, y: step * 2 };
  private isDown = false;
  private usesKeys = false;

  constructor(private readonly changed: () => void) {
    this.element.width = this.element.height = size;
    this.element.id = "pad";
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "application");
    this.element.addEventListener("pointerdown", (event) => {
      this.usesKeys = false;
      this.element.setPointerCapture(event.pointerId);
      this.isDown = false;
      this.strokes.push([this.place(event)]);
      this.draw();
    });
    this.element.addEventListener("pointermove", (event) => {
      if (!this.element.hasPointerCapture(event.pointerId)) return;
      this.strokes.at(-1)!.push(...(event.getCoalescedEvents?.() ?? [event]).map((part) => this.place(part)));
      this.draw();
      this.changed();
    });
    this.element.addEventListener("pointerup", () => this.changed());
    this.element.addEventListener("keydown", (event) => this.press(event));
    for (const name of ["focus", "blur"]) this.element.addEventListener(name, () => this.draw());
    document.addEventListener("theme", () => this.draw());
  }

  name(): void {
    this.element.setAttribute(
      "aria-label",
      say(
        "drawing area: arrow keys move the pen, Space lowers and lifts it, Delete clears",
        "Zeichenfläche: Pfeiltasten bewegen den Stift, Leertaste senkt und hebt ihn, Entf löscht",
      ),
    );
  }

  clear(): void {
    this.strokes = [];
    this.isDown = false;
    this.draw();
    this.changed();
  }

  draw(): void {
    const context = this.element.getContext("2d")!;
    context.fillStyle = colour("--panel");
    context.fillRect(0, 0, size, size);
    context.strokeStyle = context.fillStyle = colour("--text");
    context.lineWidth = 20;
    context.lineCap = context.lineJoin = "round";
    for (const stroke of this.strokes) {
      context.beginPath();
      context.moveTo(stroke[0]!.x, stroke[0]!.y);
      for (const { x, y } of stroke) context.lineTo(x, y);
      context.stroke();
    }

    const hasKeys = this.usesKeys || this.element.matches(":focus-visible");
    if (document.activeElement !== this.element || !hasKeys) return;
    context.lineWidth = 2;
    context.strokeStyle = colour("--accent");
    context.beginPath();
    context.arc(this.cursor.x, this.cursor.y, this.isDown ? 6 : 10, 0, 7);
    context.stroke();
  }

  private place(event: PointerEvent): { x: number; y: number } {
    const box = this.element.getBoundingClientRect();
    return { x: ((event.clientX - box.x) / box.width) * size, y: ((event.clientY - box.y) / box.height) * size };
  }

  private press(event: KeyboardEvent): void {
    this.usesKeys = true;
    const [x, y] = ({ ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] } as Record<string, [number, number]>)[
      event.key
    ] ?? [0, 0];
    if (x !== 0 || y !== 0) {
      const limit = (value: number): number => Math.min(size - step, Math.max(step, value));
      this.cursor = { x: limit(this.cursor.x + x), y: limit(this.cursor.y + y) };
      if (this.isDown) {
        this.strokes.at(-1)!.push(this.cursor);
        this.changed();
      }
    } else if (event.key === " ") {
      this.isDown = !this.isDown;
      if (this.isDown) this.strokes.push([this.cursor]);
    } else if (event.key === "Delete") {
      this.clear();
    } else {
      return;
    }

    event.preventDefault();
    this.draw();
  }
}
