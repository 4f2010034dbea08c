import { Chart } from "../shared/chart";
import { make } from "../shared/dom";
import { button, choice } from "./controls";
import { DrawingPad } from "./drawingPad";
import { figure, say } from "./language";
import { Layers3d } from "./layers3d";
import { Lesson, Loop, type Step } from "./lesson";
import { drawMap, levels, scale } from "./maps";
import type { DigitLayer, DigitState, PenStrokes } from "./types";

const [stepsAtOnce, exampleCount] = [20, 24];

/** LeNet-5, trained on the spot, reads what is drawn and shows what each layer makes of it. */
export class Digits implements Step {
  readonly id = "digits";
  private readonly lesson = new Lesson<DigitState>("digits");
  private readonly loop = new Loop(
    () => this.goOn(),
    () => this.drawLoop(),
  );
  private readonly pad = new DrawingPad(() => void this.read());
  private readonly verdict = make("p", "verdict");
  private readonly bars = make("div", "bars");
  private readonly flat = make("div", "flat panel");
  private readonly examples = make("div", "examples");
  private readonly progress = make("p", "quiet");
  private space: Layers3d | undefined;
  private start = button("", () => undefined);
  private chart: Chart | undefined;
  private state: DigitState | undefined;
  private own: { digit: number; strokes: PenStrokes }[] = [];
  private label = 7;
  private isReading = false;
  private isStale = false;

  constructor() {
    this.verdict.id = "digits-verdict";
    this.progress.id = "digits-progress";
    try {
      this.space = new Layers3d();
    } catch {
      this.space = undefined; // no WebGL: the maps below show the same
    }
  }

  title = (): string => say("Draw a digit", "Eine Ziffer zeichnen");

  async show(host: HTMLElement): Promise<void> {
    this.start = button("", () => (this.loop.isRunning ? this.loop.stop() : this.begin()));
    this.pad.name();
    const [curve, digits] = [make("figure", "panel"), Array.from({ length: 10 }, (_, digit) => [digit, String(digit)] as const)];
    host.append(
      make(
        "p",
        "lead",
        say(
          "Draw a digit: LeNet-5 reads it, and each layer lights up with what it computes. It was trained just now by this program, on digits that it writes "
            + "itself, each only once. Blue is positive, orange negative.",
          "Zeichnen Sie eine Ziffer: LeNet-5 liest sie, und jede Schicht leuchtet mit dem auf, was sie berechnet. Trainiert wurde es eben erst von "
            + "diesem Programm, "
            + "mit Ziffern, die es selbst schreibt, jede nur einmal. Blau ist positiv, orange negativ.",
        ),
      ),
      make(
        "div",
        "drawing",
        make(
          "div",
          "panel stack",
          this.pad.element,
          make(
            "p",
            "quiet",
            say(
              "Mouse, finger, or keys: arrows move the pen, Space lowers and lifts it.",
              "Maus, Finger oder Tasten: Pfeile bewegen den Stift, die Leertaste senkt und hebt ihn.",
            ),
          ),
          make(
            "div",
            "controls",
            button(say("Clear", "Löschen"), () => this.pad.clear()),
            choice(say("this is a", "das ist eine"), digits, this.label, (digit) => {
              this.label = digit;
            }),
            button(say("Learn it too", "Auch das lernen"), () => this.learn()),
          ),
        ),
        make("div", "panel stack", this.verdict, this.bars),
      ),
      make(
        "figure",
        "panel",
        ...(this.space === undefined ? [] : [this.space.element]),
        make(
          "figcaption",
          "quiet",
          this.space === undefined
            ? say("This browser has no WebGL; the maps below show the same.", "Dieser Browser hat kein WebGL; die Karten unten zeigen dasselbe.")
            : say("Drag or use the arrow keys to turn the network.", "Ziehen oder Pfeiltasten drehen das Netz."),
        ),
      ),
      this.flat,
      make(
        "div",
        "two",
        curve,
        make(
          "div",
          "panel stack",
          make("div", "controls", this.start, this.progress),
          make("p", "quiet", say("some of the digits it learns from", "einige der Ziffern, aus denen es lernt")),
          this.examples,
        ),
      ),
    );
    this.chart = new Chart(curve, {
      title: say("misread of 300 new digits in %", "falsch gelesen von 300 neuen Ziffern in %"),
      x: say("step of 32 digits", "Schritt aus 32 Ziffern"),
      low: 0,
      high: 100,
    });
    document.addEventListener("theme", this.redraw);
    this.drawLoop();
    this.pad.draw();
    if (!this.lesson.isBegun) await this.begin();
    else if (this.state !== undefined) this.draw(this.state, true);
    const isUnfinished = this.state !== undefined && this.state.step < this.state.steps;
    if (isUnfinished && !this.loop.isRunning) void this.loop.run(); // it was left while it learned
  }

  hide(): void {
    this.loop.stop();
    document.removeEventListener("theme", this.redraw);
  }

  private readonly redraw = (): void => {
    if (this.state !== undefined) this.draw(this.state, false);
    void this.showExamples();
  };

  private async begin(): Promise<void> {
    this.loop.stop();
    this.lesson.begin({ own: this.own });
    this.draw(await this.lesson.advance({ strokes: this.pad.strokes }), true);
    await this.showExamples();
    void this.loop.run();
  }

  private async learn(): Promise<void> {
    if (this.pad.strokes.length === 0) throw new Error(say("Draw something first.", "Zeichnen Sie zuerst etwas."));
    this.own.push({ digit: this.label, strokes: structuredClone(this.pad.strokes) });
    await this.begin();
  }

  private async goOn(): Promise<boolean> {
    this.draw(await this.lesson.advance({ steps: stepsAtOnce, strokes: this.pad.strokes }), false);
    return this.state!.step >= this.state!.steps;
  }

  /** Reads the drawing; while one answer is awaited, what is drawn meanwhile waits. */
  private async read(): Promise<void> {
    this.isStale = true;
    if (this.isReading) return;
    this.isReading = true;
    try {
      while (this.isStale) {
        this.isStale = false;
        this.draw(await this.lesson.advance({ strokes: this.pad.strokes }), true);
      }
    } finally {
      this.isReading = false;
    }
  }

  private async showExamples(): Promise<void> {
    const examples = (await this.lesson.advance({ examples: exampleCount })) as unknown as { digit: number; levels: string }[];
    const colours = scale(1, "--panel", "--sunk", "--text");
    this.examples.replaceChildren(
      ...examples.map(({ digit, levels: map }) => {
        const canvas = make("canvas", "map");
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", String(digit));
        drawMap(canvas, levels(map), 32, colours);
        return canvas;
      }),
    );
  }

  private drawLoop(): void {
    this.start.textContent = this.loop.isRunning ? say("Stop training", "Training anhalten") : say("Train anew", "Neu trainieren");
  }

  private draw(state: DigitState, isNew: boolean): void {
    this.state = state;
    const wrong = state.curve.at(-1)!.wrong;
    this.progress.textContent =
      say(
        `step ${state.step} of ${state.steps}, ${figure(100 * (1 - wrong), 1)} % of new digits read`,
        `Schritt ${state.step} von ${state.steps}, ${figure(100 * (1 - wrong), 1)} % neuer Ziffern gelesen`,
      ) + (this.own.length > 0 ? say(`, with ${this.own.length} of yours`, `, mit ${this.own.length} von Ihnen`) : "");
    const [x, y] = [state.curve.map((point) => point.step), state.curve.map((point) => 100 * point.wrong)];
    this.chart?.show([{ name: say("test", "Test"), colour: "--c0", x, y }]);
    const reading = state.reading;
    const learned = state.step >= state.steps;
    this.verdict.className = reading !== undefined && learned ? "verdict good" : "verdict";
    this.verdict.textContent =
      reading === undefined
        ? say("Draw a digit.", "Zeichnen Sie eine Ziffer.")
        : say(
            `This is a ${reading.digit} (${figure(100 * reading.probabilities[reading.digit]!, 1)} %)`,
            `Das ist eine ${reading.digit} (${figure(100 * reading.probabilities[reading.digit]!, 1)} %)`,
          ) + (learned ? "." : say(", says a network that is still learning.", ", sagt ein Netz, das noch lernt."));
    this.bars.replaceChildren(
      ...Array.from({ length: 10 }, (_, digit) => {
        const share = reading?.probabilities[digit] ?? 0;
        const bar = make("span", digit === reading?.digit ? "bar best" : "bar");
        bar.style.width = `${100 * share}%`;
        return make(
          "div",
          "bar-row",
          make("b", "", String(digit)),
          make("span", "track", bar),
          make("span", "number", `${figure(100 * share, 1)} %`),
        );
      }),
    );
    this.space?.show(reading?.layers ?? emptyLayers, isNew && reading !== undefined);
    this.drawFlat(reading?.layers ?? []);
  }

  private drawFlat(layers: DigitLayer[]): void {
    const [diverging, ink] = [scale(), scale(1, "--panel", "--sunk", "--text")];
    const names: Record<string, string> = {
      samples: say("input", "Eingabe"),
      tanh1: "C1 + tanh",
      pool1: say("S2 pooling", "S2 Pooling"),
      tanh2: "C3 + tanh",
      pool2: say("S4 pooling", "S4 Pooling"),
      tanh3: "C5 + tanh",
      tanh4: "F6 + tanh",
      digits: say("output", "Ausgabe"),
    };
    this.flat.hidden = layers.length === 0;
    this.flat.replaceChildren(
      ...layers.map((layer) => {
        const [maps, columns] = layer.shape.length === 3 ? [layer.shape[0]!, layer.shape[2]!] : [1, layer.shape[0]!];
        const values = levels(layer.levels);
        const length = values.length / maps;
        const canvases = Array.from({ length: maps }, (_, map) => {
          const canvas = make("canvas", layer.shape.length === 3 ? "map" : "map vector");
          drawMap(canvas, values.subarray(map * length, (map + 1) * length), columns, layer.name === "samples" ? ink : diverging);
          return canvas;
        });
        return make(
          "div",
          "layer",
          make("span", "quiet", `${names[layer.name] ?? layer.name} ${layer.shape.join(" × ")}`),
          make("div", `maps of-${layer.shape.length === 3 ? Math.min(maps, 16) : 0}`, ...canvases),
        );
      }),
    );
  }
}

/** Before anything is drawn: all layers at 0. */
const emptyLayers: DigitLayer[] = [[1, 32, 32], [6, 28, 28], [6, 14, 14], [16, 10, 10], [16, 5, 5], [120], [84], [10]].map((shape, i) => ({
  name: String(i),
  shape,
  levels: btoa(String.fromCharCode(i === 0 ? 0 : 128).repeat(shape.reduce((product, axis) => product * axis, 1))),
}));
