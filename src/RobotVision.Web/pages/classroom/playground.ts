import { Chart } from "../shared/chart";
import { make } from "../shared/dom";
import { button, choice, slider } from "./controls";
import { count, figure, say } from "./language";
import { Lesson, Loop, type Step } from "./lesson";
import { featureNames, PlaygroundPicture, type Feature } from "./playgroundPicture";
import type { PlaygroundScene, PlaygroundState } from "./types";

const [mostLayers, mostNeurons, longestCurve] = [5, 8, 500];

/** A small network whose boundary and neurons are drawn while it learns. */
export class Playground implements Step {
  readonly id = "playground";
  private readonly lesson = new Lesson<PlaygroundState | PlaygroundScene>("playground");
  private readonly loop = new Loop(
    () => this.goOn(),
    () => this.drawLoop(),
  );
  private readonly picture = new PlaygroundPicture(
    (feature) => this.toggle(feature),
    (layer, change) => this.resize(layer, change),
  );
  private options = {
    set: "circle",
    noise: 0.1,
    trainingShare: 0.5,
    features: ["x1", "x2"] as Feature[],
    hidden: [4, 2],
    activation: "tanh",
    seed: 1,
  };
  private tuning = { learningRate: 0.1, batchSize: 10, l1: 0, l2: 0, dropout: 0 };
  private penalty: "none" | "l1" | "l2" = "none";
  private penaltyRate = 0.003;
  private speed = 1;
  private start = button("", () => undefined);
  private readonly verdict = make("p", "verdict");
  private chart: Chart | undefined;
  private scene: PlaygroundScene | undefined;
  private state: PlaygroundState | undefined;
  private curve = { x: [] as number[], training: [] as number[], test: [] as number[] };

  title = (): string => say("Playground", "Spielwiese");

  async show(host: HTMLElement): Promise<void> {
    this.start = button("", () => this.loop.toggle(), true);
    this.start.id = "playground-run";
    this.verdict.id = "playground-verdict";
    const errors = make("figure", "panel");
    host.append(
      make(
        "p",
        "lead",
        say(
          "A network tells blue points from orange ones. Choose data, features, layers and how it learns, and watch the boundary and what each neuron answers "
            + "over the plane while it learns. Points with a white rim are test points: the network never learns from them.",
          "Ein Netz trennt blaue von orangen Punkten. Wählen Sie Daten, Merkmale, Schichten und wie gelernt wird, und sehen Sie beim Lernen zu: die "
            + "Entscheidungsgrenze und was jedes Neuron über der Ebene antwortet. Umrandete Punkte testen: Aus ihnen lernt das Netz nie.",
        ),
      ),
      make("div", "controls panel", ...this.controls()),
      make(
        "div",
        "controls",
        this.start,
        button(say("One epoch", "Eine Epoche"), () => this.advance(1)),
        button(say("Begin anew", "Neu beginnen"), () => this.begin()),
        button(say("Other weights and points", "Andere Gewichte und Punkte"), () => {
          this.options.seed++;
          return this.begin();
        }),
        this.verdict,
      ),
      this.picture.element,
      errors,
    );
    this.chart = new Chart(errors, {
      title: say("error (cross-entropy)", "Fehler (Kreuzentropie)"),
      x: say("epoch", "Epoche"),
      low: 0,
      height: 170,
    });
    document.addEventListener("theme", this.redraw);
    this.drawLoop();
    if (!this.lesson.isBegun) await this.begin();
    else this.draw();
  }

  hide(): void {
    this.loop.stop();
    document.removeEventListener("theme", this.redraw);
  }

  private readonly redraw = (): void => this.draw();

  private controls(): HTMLElement[] {
    const rebuilt =
      <K extends keyof typeof this.options>(name: K) =>
      (value: (typeof this.options)[K]): Promise<void> => {
        this.options[name] = value;
        return this.begin();
      };
    const tuned =
      (name: "learningRate" | "batchSize" | "dropout") =>
      (value: number): void => {
        this.tuning[name] = value;
      };
    const parts = (value: number): string => `${figure(100 * value, 0)} %`;
    return [
      choice(
        say("data", "Daten"),
        [
          ["circle", say("circle", "Kreis")],
          ["xor", "XOR"],
          ["gauss", say("two clouds", "zwei Wolken")],
          ["spiral", say("spiral", "Spirale")],
        ],
        this.options.set,
        rebuilt("set"),
      ),
      slider(say("noise", "Rauschen"), [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5], this.options.noise, rebuilt("noise")),
      slider(say("training share", "Trainingsanteil"), [0.1, 0.2, 0.3, 0.5, 0.7, 0.9], this.options.trainingShare, rebuilt("trainingShare"), parts),
      choice(
        say("activation", "Aktivierung"),
        [
          ["tanh", "tanh"],
          ["relu", "ReLU"],
          ["sigmoid", "sigmoid"],
          ["linear", "linear"],
        ],
        this.options.activation,
        rebuilt("activation"),
      ),
      slider(say("learning rate η", "Lernrate η"), [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3], this.tuning.learningRate, tuned("learningRate")),
      slider(say("batch size", "Batchgröße"), [1, 2, 5, 10, 20, 50, 100], this.tuning.batchSize, tuned("batchSize")),
      slider("dropout", [0, 0.1, 0.2, 0.3, 0.5], this.tuning.dropout, tuned("dropout"), parts),
      choice(
        say("regularisation", "Regularisierung"),
        [
          ["none", say("none", "keine")],
          ["l1", "L1"],
          ["l2", say("L2 (weight decay)", "L2 (weight decay)")],
        ] as const,
        this.penalty,
        (value) => {
          this.penalty = value;
          this.punish();
        },
      ),
      slider(say("regularisation rate", "Rate der Regularisierung"), [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1], this.penaltyRate, (value) => {
        this.penaltyRate = value;
        this.punish();
      }),
      slider(say("epochs per picture", "Epochen je Bild"), [1, 2, 5, 10, 20], this.speed, (value) => {
        this.speed = value;
      }),
    ];
  }

  private punish(): void {
    this.tuning.l1 = this.penalty === "l1" ? this.penaltyRate : 0;
    this.tuning.l2 = this.penalty === "l2" ? this.penaltyRate : 0;
  }

  private toggle(feature: number): Promise<void> {
    const name = featureNames[feature]![0];
    const wanted = featureNames.map(([known]) => known).filter((known) => this.options.features.includes(known) !== (known === name));
    if (wanted.length > 0) this.options.features = wanted;
    return this.begin();
  }

  /** Adds or removes a neuron, or with a layer of -1 a whole layer. */
  private resize(layer: number, change: number): Promise<void> {
    const hidden = this.options.hidden;
    if (layer < 0) this.options.hidden = change > 0 ? [...hidden, 2].slice(0, mostLayers) : hidden.slice(0, -1);
    else this.options.hidden = hidden.map((size, i) => (i === layer ? Math.min(mostNeurons, Math.max(1, size + change)) : size));
    return this.begin();
  }

  private async begin(): Promise<void> {
    const runs = this.loop.isRunning;
    this.loop.stop();
    this.curve = { x: [], training: [], test: [] };
    this.lesson.begin(this.options);
    this.scene = (await this.lesson.advance({})) as PlaygroundScene;
    await this.advance(0);
    if (runs) void this.loop.run();
  }

  private async goOn(): Promise<boolean> {
    await this.advance(this.speed);
    return false;
  }

  private async advance(epochs: number): Promise<void> {
    const state = (this.state = (await this.lesson.advance({ epochs, tuning: this.tuning })) as PlaygroundState);
    const { x, training, test } = this.curve;
    if (x.at(-1) !== state.epoch) {
      x.push(state.epoch);
      training.push(state.trainingError);
      test.push(state.testError);
    }

    if (x.length > longestCurve) for (const values of [x, training, test]) values.splice(0, values.length, ...values.filter((_, i) => i % 2 === 0));
    this.draw();
  }

  private drawLoop(): void {
    this.start.textContent = this.loop.isRunning ? say("Pause", "Anhalten") : say("Learn", "Lernen");
  }

  private draw(): void {
    const state = this.state;
    if (state === undefined || this.scene === undefined) return;
    const chosen = featureNames.map(([name], i) => ({ index: i, place: this.options.features.indexOf(name) }));
    this.picture.draw(this.scene, state, this.options.hidden, chosen);
    const [training, test] = [figure(100 * state.trainingWrong, 1), figure(100 * state.testWrong, 1)];
    this.verdict.textContent = say(
      `Epoch ${count(state.epoch)}: ${training} % of training points wrong, ${test} % of test points`,
      `Epoche ${count(state.epoch)}: ${training} % der Trainingspunkte falsch, ${test} % der Testpunkte`,
    );
    this.verdict.classList.toggle("good", state.testWrong < 0.03 && state.epoch > 0);
    this.chart?.show([
      { name: say("training", "Training"), colour: "--c1", x: [...this.curve.x], y: [...this.curve.training] },
      { name: say("test", "Test"), colour: "--c0", x: [...this.curve.x], y: [...this.curve.test] },
    ]);
  }
}
