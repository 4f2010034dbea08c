import { make } from "../shared/dom";
import { attempt, svg } from "./controls";
import { figure, say } from "./language";
import { drawMap, levels, scale } from "./maps";
import type { PlaygroundScene, PlaygroundState } from "./types";

export type Feature = "x1" | "x2" | "x1Squared" | "x2Squared" | "x1X2" | "sinX1" | "sinX2";

export const featureNames: readonly (readonly [Feature, string])[] = [
  ["x1", "x₁"],
  ["x2", "x₂"],
  ["x1Squared", "x₁²"],
  ["x2Squared", "x₂²"],
  ["x1X2", "x₁x₂"],
  ["sinX1", "sin 3x₁"],
  ["sinX2", "sin 3x₂"],
];

const side = 48; // see PlaygroundLesson
const reach = 2;

/** The network as columns of neurons with their maps, the wires between them, and the boundary in the plane of the points. */
export class PlaygroundPicture {
  readonly element = make("div", "playground-picture panel");
  private readonly columns = make("div", "columns");
  private readonly wires = svg("svg", { class: "wires", "aria-hidden": "true" });
  private readonly output = make("canvas", "map");
  private readonly points = svg("svg", { class: "points", viewBox: `${-reach} ${-reach} ${2 * reach} ${2 * reach}`, role: "img" });
  private neurons: HTMLCanvasElement[][] = [];
  private lines: SVGElement[][] = [];
  private built = "";
  private scene: PlaygroundScene | undefined;

  constructor(
    private readonly toggle: (feature: number) => Promise<void>,
    private readonly resize: (layer: number, change: number) => Promise<void>,
  ) {
    this.element.append(make("div", "scroll", make("div", "graph", this.columns)));
    new ResizeObserver(() => this.place()).observe(this.columns);
  }

  draw(scene: PlaygroundScene, state: PlaygroundState, hidden: readonly number[], features: readonly { index: number; place: number }[]): void {
    const signature = JSON.stringify([hidden, features, document.documentElement.lang]);
    if (signature !== this.built) this.build(hidden, features);
    this.built = signature;
    const colours = scale();
    if (scene !== this.scene || this.neurons[0]?.[0] !== undefined) {
      features.forEach(({ place, index }) => {
        if (place >= 0) drawMap(this.neurons[0]![index]!, levels(scene.features[place]!), side / 2, colours);
      });
    }

    if (scene !== this.scene) this.drawPoints(scene);
    this.scene = scene;
    state.neurons.forEach((layer, i) => layer.forEach((map, j) => drawMap(this.neurons[i + 1]![j]!, levels(map), side / 2, colours)));
    drawMap(this.output, levels(state.output), side, scale(0.55));
    this.lines.forEach((layer, i) =>
      layer.forEach((line, j) => {
        const weight = state.weights[i]![j]!;
        line.setAttribute("class", weight >= 0 ? "wire plus" : "wire minus");
        line.setAttribute("stroke-width", String(Math.min(7, 0.4 + 1.6 * Math.abs(weight))));
        line.firstElementChild!.textContent = figure(weight, 3);
      }),
    );
    this.points.setAttribute(
      "aria-label",
      say(
        `boundary in epoch ${state.epoch}, ${figure(100 * state.testWrong, 1)} % of test points wrong`,
        `Entscheidungsgrenze in Epoche ${state.epoch}, ${figure(100 * state.testWrong, 1)} % der Testpunkte falsch`,
      ),
    );
  }

  private build(hidden: readonly number[], features: readonly { index: number; place: number }[]): void {
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.id : "";
    this.neurons = [features.map(() => make("canvas", "map small"))];
    const inputs = make(
      "div",
      "column",
      make("h3", "", say("features", "Merkmale")),
      ...features.map(({ index, place }) => {
        const map = this.neurons[0]![index]!;
        const box = make("button", place >= 0 ? "feature on" : "feature", make("span", "", featureNames[index]![1]), map);
        box.type = "button";
        box.id = `feature-${index}`;
        box.setAttribute("aria-pressed", String(place >= 0));
        box.addEventListener("click", () => attempt(() => this.toggle(index)));
        return box;
      }),
    );
    const layers = hidden.map((size, i) => {
      const maps = Array.from({ length: size }, () => make("canvas", "map small"));
      this.neurons.push(maps);
      return make(
        "div",
        "column",
        make("h3", "", say(`layer ${i + 1}`, `Schicht ${i + 1}`)),
        make(
          "div",
          "row",
          this.small(`fewer-${i}`, "−", say("one neuron less", "ein Neuron weniger"), i, -1),
          this.small(`more-${i}`, "+", say("one neuron more", "ein Neuron mehr"), i, 1),
        ),
        ...maps,
      );
    });
    const result = make(
      "div",
      "column result",
      make("h3", "", say("output", "Ausgabe")),
      make(
        "div",
        "row",
        this.small("fewer-layers", say("− layer", "− Schicht"), say("one layer less", "eine Schicht weniger"), -1, -1),
        this.small("more-layers", say("+ layer", "+ Schicht"), say("one layer more", "eine Schicht mehr"), -1, 1),
      ),
      make("div", "plane-of-points", this.output, this.points),
    );
    this.columns.replaceChildren(this.wires, inputs, ...layers, result);
    const sources = [features.filter(({ place }) => place >= 0).map(({ index }) => this.neurons[0]![index]!), ...this.neurons.slice(1)];
    this.wires.replaceChildren();
    this.lines = sources.map((from, i) => {
      const targets = i + 1 < sources.length ? sources[i + 1]! : [this.output];
      return targets.flatMap((to) =>
        from.map((start) => {
          const line = svg("path", { fill: "none" }, svg("title", {}));
          this.wires.append(line);
          this.ends.set(line, [start, to]);
          return line;
        }),
      );
    });
    this.place();
    if (focused !== "") document.getElementById(focused)?.focus();
  }

  private readonly ends = new WeakMap<SVGElement, [HTMLElement, HTMLElement]>();

  private small(id: string, text: string, label: string, layer: number, change: number): HTMLButtonElement {
    const element = make("button", "small", text);
    element.type = "button";
    element.id = id;
    element.setAttribute("aria-label", layer < 0 ? label : `${label}, ${say("layer", "Schicht")} ${layer + 1}`);
    element.addEventListener("click", () => attempt(() => this.resize(layer, change)));
    return element;
  }

  /** Lays the wires from the right side of one neuron to the left side of another. */
  private place(): void {
    const origin = this.columns.getBoundingClientRect();
    for (const line of this.lines.flat()) {
      const [from, to] = this.ends.get(line)!.map((element) => element.getBoundingClientRect()) as [DOMRect, DOMRect];
      const [x1, y1, x2, y2] = [from.right - origin.x, from.y + from.height / 2 - origin.y, to.x - origin.x, to.y + to.height / 2 - origin.y];
      line.setAttribute("d", `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`);
    }
  }

  private drawPoints(scene: PlaygroundScene): void {
    this.points.replaceChildren(
      ...scene.points.map((point) =>
        svg("circle", {
          cx: point.x1,
          cy: -point.x2,
          r: 0.052,
          class: `dot ${point.target === 1 ? "one" : "zero"}${point.isTest ? " test" : ""}`,
        }),
      ),
    );
  }
}
