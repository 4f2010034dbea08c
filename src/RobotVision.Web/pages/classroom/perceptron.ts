import { make } from "../shared/dom";
import { button, choice, slider, table } from "./controls";
import { figure, say } from "./language";
import { Lesson, type Step } from "./lesson";
import { plane } from "./plane";
import type { PerceptronState, Table } from "./types";

const rates = [0.1, 0.2, 0.25, 0.5, 1, 2] as const;

/** A perceptron learns a truth table by the delta rule, one row after the other. */
export class Perceptron implements Step {
  readonly id = "perceptron";
  private readonly lesson = new Lesson<PerceptronState>("perceptron");
  private readonly result = make("div", "two");
  private state: PerceptronState | undefined;
  private options = { table: "and" as Table, learningRate: 0.5 };

  title = (): string => say("Perceptron", "Perzeptron");

  async show(host: HTMLElement): Promise<void> {
    host.append(
      make(
        "p",
        "lead",
        say(
          "A perceptron adds up its weighted inputs and answers 1 where the sum is above 0. The delta rule corrects each weight by "
            + "learning rate × error × input: "
            + "w ← w + η (t − y) x. The bias b is the weight of an input that is always 1: the negative threshold.",
          "Ein Perzeptron summiert seine gewichteten Eingaben und antwortet 1, wenn die Summe über 0 liegt. Die Delta-Regel korrigiert jedes Gewicht um "
            + "Lernrate × Fehler × Eingabe: w ← w + η (t − y) x. Der Bias b ist das Gewicht einer Eingabe, die immer 1 ist, "
            + "also der negative Schwellwert.",
        ),
      ),
      make(
        "div",
        "controls",
        choice(
          say("function", "Funktion"),
          [
            ["and", "AND"],
            ["or", "OR"],
            ["xor", "XOR"],
          ] as const,
          this.options.table,
          (value) => {
            this.options.table = value;
            return this.begin();
          },
        ),
        slider(say("learning rate η", "Lernrate η"), rates, this.options.learningRate, (value) => {
          this.options.learningRate = value;
          return this.begin();
        }),
        button(say("Next row", "Nächste Zeile"), () => this.advance(1), true),
        button(say("Epoch", "Epoche"), () => this.advance(4 - (this.state?.next ?? 0))),
        button(say("Until it is learned", "Bis es gelernt ist"), () => this.advance(400)),
        button(say("Begin anew", "Neu beginnen"), () => this.begin()),
      ),
      this.result,
    );
    if (!this.lesson.isBegun) await this.begin();
    else if (this.state !== undefined) this.draw(this.state);
  }

  private async begin(): Promise<void> {
    this.lesson.begin(this.options);
    await this.advance(0);
  }

  private async advance(steps: number): Promise<void> {
    this.state = await this.lesson.advance({ steps });
    this.draw(this.state);
  }

  private draw(state: PerceptronState): void {
    const next = state.isLearned ? -1 : state.next;
    const points = state.rows.map((row, i) => ({
      x1: row.x1,
      x2: row.x2,
      isOne: row.target === 1,
      isWrong: state.outputs[i] !== row.target,
      isMarked: state.last?.row === i,
    }));
    const line = `${figure(state.w1)}·x₁ + ${figure(state.w2)}·x₂ + ${figure(state.bias)} = 0`.replaceAll("+ −", "− ");
    const picture = plane(say(`inputs and dividing line ${line}`, `Eingaben und Trenngerade ${line}`), points, [
      { w1: state.w1, w2: state.w2, bias: state.bias, colour: "--accent" },
    ]);
    const rows = state.rows.map((row, i) => [
      String(row.x1),
      String(row.x2),
      String(row.target),
      state.outputs[i] === row.target ? String(row.target) : `${state.outputs[i]} ✗`,
    ]);
    this.result.replaceChildren(
      make(
        "figure",
        "panel",
        picture,
        make(
          "figcaption",
          "quiet",
          state.w1 === 0 && state.w2 === 0
            ? say("Both weights are 0: no line yet.", "Beide Gewichte sind 0: noch keine Gerade.")
            : `${say("dividing line", "Trenngerade")}: ${line}`,
        ),
      ),
      make(
        "div",
        "panel stack",
        this.verdict(state),
        make(
          "dl",
          "figures",
          ...[
            ["w₁", state.w1],
            ["w₂", state.w2],
            ["b", state.bias],
            [say("epoch", "Epoche"), state.epoch],
          ].map(([name, value]) => make("div", "", make("dt", "", String(name)), make("dd", "", figure(Number(value))))),
        ),
        table(say("truth table", "Wahrheitstabelle"), ["x₁", "x₂", say("target t", "Soll t"), say("output y", "Ausgabe y")], rows, next),
        this.formula(state),
        make(
          "p",
          "quiet",
          state.errors.length === 0 ? "" : `${say("wrong answers in each epoch", "Fehler je Epoche")}: ${state.errors.slice(-20).join(", ")}`,
        ),
      ),
    );
  }

  private verdict(state: PerceptronState): HTMLElement {
    const verdict = make(
      "p",
      state.isLearned ? "verdict good" : "verdict",
      state.isLearned
        ? say(`Learned: epoch ${state.epoch} was without an error.`, `Gelernt: Epoche ${state.epoch} war ohne Fehler.`)
        : state.epoch >= 20 && this.options.table === "xor"
          ? say(
              "XOR cannot be learned: no single line divides its 1s from its 0s (not linearly separable).",
              "XOR ist nicht lernbar: keine einzelne Gerade trennt die Einsen von den Nullen (nicht linear separierbar).",
            )
          : say(`Not learned yet, epoch ${state.epoch + 1} is under way.`, `Noch nicht gelernt, Epoche ${state.epoch + 1} läuft.`),
    );
    verdict.id = "perceptron-verdict";
    verdict.setAttribute("role", "status");
    return verdict;
  }

  private formula(state: PerceptronState): HTMLElement {
    const last = state.last;
    if (last === undefined)
      return make("p", "formula quiet", say("The next row is marked in the table.", "Die nächste Zeile ist in der Tabelle markiert."));
    const { x1, x2, target } = state.rows[last.row]!;
    const before = [state.w1 - last.change1, state.w2 - last.change2, state.bias - last.changeOfBias].map((value) => figure(value));
    const changes = (
      [
        ["w₁", last.change1],
        ["w₂", last.change2],
        ["b", last.changeOfBias],
      ] as const
    )
      .map(([name, change]) => `Δ${name} = ${figure(change)}`)
      .join(", ");
    return make(
      "p",
      "formula",
      `s = ${before[0]}·${x1} + ${before[1]}·${x2} + ${before[2]} = ${figure(last.sum)} → y = ${last.output}`.replaceAll("+ −", "− "),
      make("br"),
      `${say("error", "Fehler")} t − y = ${target} − ${last.output} = ${figure(last.error)}`,
      make("br"),
      last.error === 0 ? say("no change", "keine Änderung") : changes,
    );
  }
}
