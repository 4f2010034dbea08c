import { Chart, type Line } from "../shared/chart";
import { make } from "../shared/dom";
import { button, check, choice, scroller, slider, table } from "./controls";
import { count, figure, say } from "./language";
import { Lesson, Loop, type Step } from "./lesson";
import type { CurveState } from "./types";

const sizes = { small: 4, fitting: 64, large: 600 } as const;
const counts = [20, 50, 100, 200, 500, 1000, 2000] as const;
const stepsAtOnce = 20;

interface Run {
  name: string;
  state: CurveState;
}

/** Training against test error with too small, fitting and too large networks, with and without remedies, and how many examples are enough. */
export class Curves implements Step {
  readonly id = "curves";
  private readonly lesson = new Lesson<CurveState>("curves");
  private readonly loop = new Loop(
    () => this.goOn(),
    () => this.drawLoop(),
  );
  private options = { hidden: sizes.fitting as number, examples: 1000 as number, wrongLabels: 0.2, dropout: 0, isAugmented: false, weightDecay: 0 };
  private runs: Run[] = [];
  private needed: { examples: number; state: CurveState }[] = [];
  private waiting: number[] = []; // numbers of examples that are still to be trained with
  private start = button("", () => undefined);
  private enough = button("", () => undefined);
  private readonly result = make("div", "stack");
  private chart: Chart | undefined;
  private byExamples: Chart | undefined;

  title = (): string => say("Learning curves", "Lernkurven");

  show(host: HTMLElement): void {
    this.start = button("", () => (this.loop.isRunning ? this.loop.stop() : this.begin()), true);
    this.start.id = "curves-run";
    this.enough = button(say("How many examples are enough?", "Wie viele Beispiele reichen?"), () => this.sweep());
    this.enough.id = "curves-sweep";
    const parts = (value: number): string => `${figure(100 * value, 0)} %`;
    const set =
      <K extends keyof typeof this.options>(name: K) =>
      (value: (typeof this.options)[K]): void => {
        this.options[name] = value;
      };
    const [curves, examples] = [make("figure", "panel"), make("figure", "panel")];
    host.append(
      make(
        "p",
        "lead",
        say(
          "A network with one hidden layer learns to read drawn digits. What it learned shows on digits that it never saw: the gap between training error and "
            + "test error is overfitting, two high errors are underfitting. Some labels are wrong on purpose: a network that reads even these “right” "
            + "has learned its examples by heart.",
          "Ein Netz mit einer versteckten Schicht lernt gezeichnete Ziffern. Was es kann, zeigt sich an Ziffern, die es nie sah: Der Abstand "
            + "zwischen Trainings- und Testfehler ist Überanpassung (Overfitting), zwei hohe Fehler sind Unteranpassung (Underfitting). Einige Beispiele "
            + "sind absichtlich falsch beschriftet: Ein Netz, das "
            + "auch diese „richtig“ liest, hat auswendig gelernt.",
        ),
      ),
      make(
        "div",
        "controls panel",
        choice(
          say("hidden neurons", "versteckte Neuronen"),
          [
            [sizes.small, say(`too small (${sizes.small})`, `zu klein (${sizes.small})`)],
            [16, "16"],
            [sizes.fitting, say(`fitting (${sizes.fitting})`, `passend (${sizes.fitting})`)],
            [200, "200"],
            [sizes.large, say(`too large (${sizes.large})`, `zu groß (${sizes.large})`)],
          ],
          this.options.hidden,
          set("hidden"),
        ),
        slider(say("examples", "Beispiele"), counts, this.options.examples, set("examples"), count),
        slider(say("wrong labels", "falsche Beschriftung"), [0, 0.1, 0.2, 0.3, 0.4], this.options.wrongLabels, set("wrongLabels"), parts),
        slider("dropout", [0, 0.2, 0.5, 0.8], this.options.dropout, set("dropout"), parts),
        slider("weight decay", [0, 0.1, 0.3, 1], this.options.weightDecay, set("weightDecay")),
        check(say("augmentation", "Augmentierung"), this.options.isAugmented, set("isAugmented")),
      ),
      make(
        "div",
        "controls",
        this.start,
        this.enough,
        button(say("Clear", "Leeren"), () => this.clear()),
      ),
      this.result,
      make("div", "charts", curves, examples),
    );
    const high = { low: 0, high: 100 };
    this.chart = new Chart(curves, {
      title: say("wrong digits in %: training (dashed) and test", "falsche Ziffern in %: Training (gestrichelt) und Test"),
      x: say("step", "Schritt"),
      ...high,
      height: 260,
    });
    this.byExamples = new Chart(examples, {
      title: say("wrong digits in % at the end", "falsche Ziffern in % am Ende"),
      x: say("examples", "Beispiele"),
      ...high,
      height: 260,
    });
    this.drawLoop();
    this.draw();
  }

  hide(): void {
    this.loop.stop();
  }

  private name(): string {
    const { hidden, examples, dropout, isAugmented, weightDecay } = this.options;
    return [
      `${hidden}`,
      `${count(examples)} ${say("examples", "Beispiele")}`,
      dropout > 0 ? "dropout" : "",
      isAugmented ? "augm." : "",
      weightDecay > 0 ? "decay" : "",
    ]
      .filter((part) => part !== "")
      .join(", ");
  }

  private async begin(): Promise<void> {
    this.lesson.begin(this.options);
    this.runs = [...this.runs.filter((run) => run.name !== this.name()), { name: this.name(), state: await this.lesson.advance() }].slice(-4);
    void this.loop.run();
  }

  private async sweep(): Promise<void> {
    this.loop.stop();
    this.needed = [];
    this.waiting = [...counts];
    this.options.examples = this.waiting[0]!;
    await this.begin();
  }

  private clear(): void {
    this.loop.stop();
    [this.runs, this.needed, this.waiting] = [[], [], []];
    this.draw();
  }

  private async goOn(): Promise<boolean> {
    const run = this.runs.at(-1)!;
    run.state = await this.lesson.advance({ steps: stepsAtOnce });
    const isDone = run.state.points.at(-1)!.step >= run.state.steps;
    if (isDone && this.waiting.length > 0) {
      this.needed.push({ examples: this.waiting.shift()!, state: run.state });
      this.runs.pop();
      if (this.waiting.length > 0) {
        this.options.examples = this.waiting[0]!;
        this.lesson.begin(this.options);
        this.runs.push({ name: this.name(), state: await this.lesson.advance() });
      } else {
        this.options.examples = counts.at(-1)!;
      }
    }

    this.draw();
    return isDone && this.waiting.length === 0;
  }

  private drawLoop(): void {
    if (!this.loop.isRunning) this.waiting = [];
    this.start.textContent = this.loop.isRunning ? say("Stop", "Anhalten") : say("Train", "Trainieren");
    this.enough.disabled = this.loop.isRunning;
  }

  private draw(): void {
    const lines = this.runs.flatMap(({ name, state }, i): Line[] => {
      const x = state.points.map((point) => point.step);
      return [
        { name: `${name}: ${say("training", "Training")}`, colour: `--c${i}`, x, y: state.points.map((point) => 100 * point.trainingWrong), dashed: true },
        { name: `${name}: ${say("test", "Test")}`, colour: `--c${i}`, x, y: state.points.map((point) => 100 * point.testWrong) },
      ];
    });
    this.chart?.show(lines);
    const x = this.needed.map((point) => point.examples);
    const last = this.needed.map((point) => point.state.points.at(-1)!);
    this.byExamples?.show([
      { name: say("training", "Training"), colour: "--c1", x, y: last.map((point) => 100 * point.trainingWrong), dashed: true, points: true },
      { name: say("test", "Test"), colour: "--c0", x, y: last.map((point) => 100 * point.testWrong), points: true },
    ]);
    const rows = this.runs.map(({ name, state }) => {
      const end = state.points.at(-1)!;
      return [
        name,
        count(state.weights),
        String(end.step),
        `${figure(100 * end.trainingWrong, 1)} %`,
        `${figure(100 * end.testWrong, 1)} %`,
        this.verdict(state),
      ];
    });
    const head = [
      say("run", "Lauf"),
      say("weights", "Gewichte"),
      say("step", "Schritt"),
      say("training error", "Trainingsfehler"),
      say("test error", "Testfehler"),
      "",
    ];
    const listed = scroller(say("runs", "Läufe"), table(say("runs", "Läufe"), head, rows));
    listed.id = "curve-runs";
    this.result.replaceChildren(...(rows.length > 0 ? [listed] : []));
  }

  /** Of a finished run; more wrong answers than there are wrong labels, or far fewer than on new digits. */
  private verdict(state: CurveState): string {
    const end = state.points.at(-1)!;
    if (end.step < state.steps) return say("learning", "lernt");
    if (end.trainingWrong > this.options.wrongLabels + 0.2) return say("underfitting: too small", "Unteranpassung: zu klein");
    if (end.testWrong - end.trainingWrong > 0.12) return say("overfitting: learned by heart", "Überanpassung: auswendig gelernt");
    return say("fits", "passt");
  }
}
