import { Chart, type Line } from "../shared/chart";
import { make } from "../shared/dom";
import { button, choice, svg, table } from "./controls";
import { count, figure, say } from "./language";
import { Lesson, Loop, type Step } from "./lesson";
import { plane } from "./plane";
import type { BackPropagationState } from "./types";

const rates = [0.1, 0.5, 0.9, 2, 10, 30] as const;
const firstSeed = 4;

interface Run { rate: number; seed: number }

const nameOf = ({ rate, seed }: Run): string => `η = ${figure(rate)}${seed === firstSeed ? "" : ` (${seed})`}`;

/** A 3-3-1 network learns XOR by back-propagation. */
export class Xor implements Step {
  readonly id = "xor";
  private readonly lesson = new Lesson<BackPropagationState>("backpropagation");
  private readonly loop = new Loop(
    () => this.goOn(),
    () => this.drawLoop(),
  );
  private readonly result = make("div", "two");
  private readonly plane = make("figure", "panel");
  private start = button("", () => undefined);
  private chart: Chart | undefined;
  private state: BackPropagationState | undefined;
  private rate: number = 0.9;
  private seed = firstSeed;
  private epochs = 1;
  private run: Run = { rate: 0.9, seed: firstSeed }; // in the chart
  private others: { run: Run; line: Line }[] = []; // the curves of the runs before

  title = (): string => say("XOR by back-propagation", "XOR durch Backpropagation");

  async show(host: HTMLElement): Promise<void> {
    this.start = button("", () => this.loop.toggle(), true);
    this.start.id = "xor-run";
    const figureOfErrors = make("figure", "panel");
    host.append(
      make(
        "p",
        "lead",
        say(
          "Three neurons in a hidden layer draw three lines, and the output joins them. Back-propagation carries the error of the output back through its "
            + "weights: δ of the output is (t − y) y (1 − y), δ of a hidden neuron is Σ w δ · h (1 − h), and each weight changes by η δ × input. "
            + "The lecture's "
            + "rates are 0.9 and 10.",
          "Drei Neuronen der versteckten Schicht ziehen drei Geraden, die Ausgabe verbindet sie. Backpropagation (Fehlerrückführung) trägt den Fehler der "
            + "Ausgabe über ihre Gewichte zurück: δ der Ausgabe ist (t − y) y (1 − y), δ eines versteckten Neurons ist Σ w δ · h (1 − h), "
            + "und jedes Gewicht "
            + "ändert sich um η δ × Eingabe. Die Lernraten der Vorlesung sind 0,9 und 10.",
        ),
      ),
      make(
        "div",
        "controls",
        choice(
          say("learning rate η", "Lernrate η"),
          rates.map((rate) => [rate, figure(rate)] as const),
          this.rate,
          (rate) => {
            this.rate = rate;
            return this.begin();
          },
        ),
        this.start,
        button(say("One epoch", "Eine Epoche"), () => this.advance(1)),
        button(say("Begin anew", "Neu beginnen"), () => this.begin()),
        button(say("Other weights", "Andere Gewichte"), () => {
          this.seed++;
          return this.begin();
        }),
      ),
      this.result,
      make("div", "two", this.plane, figureOfErrors),
    );
    this.chart = new Chart(figureOfErrors, {
      title: say("error ½ (t − y)², mean of the four rows", "Fehler ½ (t − y)², Mittel der vier Zeilen"),
      x: say("epoch", "Epoche"),
      low: 0,
    });
    this.drawLoop();
    if (!this.lesson.isBegun) await this.begin();
    else if (this.state !== undefined) this.draw(this.state);
  }

  hide(): void {
    this.loop.stop();
  }

  private async begin(): Promise<void> {
    this.loop.stop();
    if (this.state !== undefined && this.state.epoch > 0) {
      const { run } = this;
      const line = this.line(this.state, this.others.length + 1);
      this.others = [...this.others.filter((other) => other.run.rate !== run.rate || other.run.seed !== run.seed), { run, line }]
        .slice(-4)
        .map((other, i) => ({ ...other, line: { ...other.line, colour: `--c${i}`, thin: true } }));
    }

    this.epochs = 1;
    this.run = { rate: this.rate, seed: this.seed };
    this.lesson.begin({ learningRate: this.rate, seed: this.seed });
    await this.advance(0);
  }

  /** Slow at first, so that the first epochs can be watched, then ever faster. */
  private async goOn(): Promise<boolean> {
    await this.advance(Math.ceil(this.epochs), true);
    this.epochs = Math.min(400, this.epochs * 1.06);
    return this.state?.learnedAt !== undefined;
  }

  private async advance(epochs: number, untilLearned = false): Promise<void> {
    this.state = await this.lesson.advance({ epochs, untilLearned });
    this.draw(this.state);
  }

  private drawLoop(): void {
    this.start.textContent = this.loop.isRunning ? say("Pause", "Anhalten") : say("Learn", "Lernen");
  }

  private line(state: BackPropagationState, colour: number): Line {
    return {
      name: nameOf(this.run),
      colour: `--c${colour % 8}`,
      x: state.history.map((point) => point.epoch),
      y: state.history.map((point) => point.error),
    };
  }

  private draw(state: BackPropagationState): void {
    const points = state.rows.map((row) => ({
      x1: row.x1,
      x2: row.x2,
      isOne: row.target === 1,
      isWrong: Math.abs(row.output - row.target) >= 0.5,
      isMarked: false,
    }));
    const lines = [0, 1, 2].map((i) => ({
      w1: state.hiddenWeights[3 * i]!,
      w2: state.hiddenWeights[3 * i + 1]!,
      bias: state.hiddenWeights[3 * i + 2]!,
      colour: `--c${i}`,
    }));
    const rows = state.rows.map((row) => [
      String(row.x1),
      String(row.x2),
      ...row.hidden.map((value) => figure(value)),
      String(row.target),
      figure(row.output, 3),
    ]);
    const learned = state.learnedAt !== undefined;
    const verdict = make(
      "p",
      learned ? "verdict good" : "verdict",
      learned
        ? say(
            `XOR is learned: after ${count(state.learnedAt!)} epochs every output is within 0.1 of its target.`,
            `XOR ist gelernt: nach ${count(state.learnedAt!)} Epochen liegt jede Ausgabe höchstens 0,1 neben dem Soll.`,
          )
        : say(
            `Not learned yet: epoch ${count(state.epoch)}, error ${figure(state.error, 4)}.`,
            `Noch nicht gelernt: Epoche ${count(state.epoch)}, Fehler ${figure(state.error, 4)}.`,
          ),
    );
    verdict.id = "xor-verdict";
    if (learned) verdict.setAttribute("role", "status");
    this.result.replaceChildren(
      make(
        "figure",
        "panel",
        this.network(state),
        make(
          "figcaption",
          "quiet",
          say("3-3-1: blue weights are positive, orange ones negative", "3-3-1: blaue Gewichte sind positiv, orange negativ"),
        ),
      ),
      make(
        "div",
        "panel stack",
        verdict,
        make(
          "div",
          "scroll",
          table(
            say("rows and neurons", "Zeilen und Neuronen"),
            ["x₁", "x₂", "h₁", "h₂", "h₃", say("target t", "Soll t"), say("output y", "Ausgabe y")],
            rows,
          ),
        ),
      ),
    );
    this.plane.replaceChildren(
      plane(say("inputs and the lines of the hidden neurons", "Eingaben und die Geraden der versteckten Neuronen"), points, lines),
      make("figcaption", "quiet", say("each hidden neuron draws a line", "jedes versteckte Neuron zieht eine Gerade")),
    );
    this.chart?.show([...this.others.map(({ run, line }) => ({ ...line, name: nameOf(run) })), this.line(state, this.others.length)]);
  }

  private network(state: BackPropagationState): SVGElement {
    const [inputs, hidden, output] = [
      [40, 170],
      [200, 170],
      [350, 170],
    ].map(([x, middle]) => [-80, 0, 80].map((shift) => [x!, middle! + shift] as const)) as [
      (readonly [number, number])[],
      (readonly [number, number])[],
      (readonly [number, number])[],
    ];
    const picture = svg("svg", {
      viewBox: "10 62 370 216",
      role: "img",
      class: "network",
      "aria-label": say("the network and its twelve weights", "das Netz und seine zwölf Gewichte"),
    });
    const wire = (from: readonly [number, number], to: readonly [number, number], weight: number, at: number): void => {
      const line = svg("line", {
        x1: from[0],
        y1: from[1],
        x2: to[0],
        y2: to[1],
        class: weight >= 0 ? "wire plus" : "wire minus",
        "stroke-width": Math.min(8, 0.7 + Math.abs(weight)),
      });
      const [x, y] = [from[0] + (to[0] - from[0]) * at, from[1] + (to[1] - from[1]) * at];
      picture.append(line);
      labels.push(svg("text", { x, y: y + 4, class: "weight" }, figure(weight, 1)));
    };
    const labels: SVGElement[] = [];
    hidden.forEach((to, i) => inputs.forEach((from, j) => wire(from, to, state.hiddenWeights[3 * i + j]!, j === i ? 0.32 : j === 1 ? 0.55 : 0.24)));
    hidden.forEach((from, i) => wire(from, output[1]!, state.outputWeights[i]!, 0.4));
    picture.append(...labels);
    const neuron = ([x, y]: readonly [number, number], name: string, colour?: string): void => {
      const circle = svg("circle", { cx: x, cy: y, r: 21, class: "neuron" });
      if (colour !== undefined) circle.style.stroke = `var(${colour})`;
      picture.append(circle, svg("text", { x, y: y + 5, class: "name" }, name));
    };
    ["x₁", "x₂", "1"].forEach((name, i) => neuron(inputs[i]!, name));
    ["h₁", "h₂", "h₃"].forEach((name, i) => neuron(hidden[i]!, name, `--c${i}`));
    neuron(output[1]!, "y");
    return picture;
  }
}
