import { byId, make } from "../shared/dom";
import { post } from "../shared/server";
import { attempt, button, check, choice } from "./controls";
import { figure, say } from "./language";
import type { Step } from "./lesson";
import type { ConvolutionState, FormulaResult } from "./types";

const side = 7;
const images: readonly (readonly number[])[] = [
  [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0],
  [1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
];
const own = "own"; // an image or a filter that was changed by hand
const largest = 1000; // of a weight, without its sign

/** The weight of a filter at row y and column x; c is its middle. */
const filters: Record<string, (y: number, x: number, c: number, size: number) => number> = {
  vertical: (_, x, c) => x - c,
  horizontal: (y, _, c) => y - c,
  sharpen: (y, x, c, size) => {
    const middle = Math.floor(c);
    const isBeside = (away: number): boolean => middle + away >= 0 && middle + away < size;
    const distance = Math.abs(y - middle) + Math.abs(x - middle);
    return distance === 0 ? 1 + 2 * [-1, 1].filter(isBeside).length : distance === 1 ? -1 : 0;
  },
  sum: () => 1,
};

function filterOf(name: string, size: number): number[] {
  const c = (size - 1) / 2;
  return Array.from({ length: size * size }, (_, i) => filters[name]!(Math.floor(i / size), i % size, c, size));
}

/** A filter over a 7 x 7 image, by hand: size, products, ReLU, pooling. */
export class Convolution implements Step {
  readonly id = "convolution";
  private options = { kernel: 3, stride: 1, padding: 0, hasRelu: true, pool: "max" as "max" | "average" | undefined, poolSize: 2, poolStride: 1 };
  private chosen: { image: number; filter: string } = { image: 0, filter: "vertical" };
  private image = [...images[0]!];
  private filter = filterOf("vertical", 3);
  private at = 0; // the window that is explained
  private state: ConvolutionState | undefined;
  private readonly result = make("div", "stack");

  title = (): string => say("Convolution by hand", "Faltung von Hand");

  async show(host: HTMLElement): Promise<void> {
    const sizes = [1, 2, 3, 4, 5, 6, 7].map((size) => [size, String(size)] as const);
    const numbered = (label: string, name: "kernel" | "stride" | "padding" | "poolSize" | "poolStride", most: number): HTMLElement => {
      const element = choice(
        label,
        name === "padding"
          ? ([
              [0, "0"],
              [1, "1"],
              [2, "2"],
              [3, "3"],
            ] as const)
          : sizes.slice(0, most),
        this.options[name],
        (value) => {
          this.options[name] = value;
          if (name === "kernel") {
            if (this.chosen.filter === own) this.chosen.filter = "vertical"; // one of another size there is none of one's own
            this.filter = filterOf(this.chosen.filter, value);
          }
          return this.compute();
        },
      );
      element.querySelector("select")!.id = `convolution-${name}`;
      return element;
    };
    const named = (name: "image" | "filter", element: HTMLElement): HTMLElement => {
      element.querySelector("select")!.id = `convolution-${name}`;
      return element;
    };
    host.append(
      make(
        "p",
        "lead",
        say(
          "A filter slides over the image; at each place its weights are multiplied with the pixels below and added up. The size of the result is "
            + "(I − F + 2P)/S + 1 with the image's side I, the filter's side F, padding P and stride S. If that is no whole number, the filter does not fit.",
          "Ein Filter gleitet über das Bild; an jeder Stelle werden seine Gewichte mit den Pixeln darunter multipliziert und aufsummiert. Die Größe des "
            + "Ergebnisses ist (I − F + 2P)/S + 1 mit Bildseite I, Filterseite F, Padding P und Stride S (Schrittweite). Ist das keine ganze Zahl, passt "
            + "der Filter nicht.",
        ),
      ),
      make(
        "div",
        "controls panel",
        named("image",
          choice(
            say("image", "Bild"),
            [
              [0, say("cross", "Kreuz")],
              [1, say("edge", "Kante")],
              [2, say("seven", "Sieben")],
              [-1, say("changed by hand", "von Hand geändert")],
            ],
            this.chosen.image,
            (value) => {
              this.chosen.image = value;
              if (value >= 0) this.image = [...images[value]!];
              return this.compute();
            },
          )),
        named("filter",
          choice(
            say("filter", "Filter"),
            [
              ["vertical", say("vertical edges", "senkrechte Kanten")],
              ["horizontal", say("horizontal edges", "waagrechte Kanten")],
              ["sharpen", say("sharpen", "schärfen")],
              ["sum", say("sum", "Summe")],
              [own, say("changed by hand", "von Hand geändert")],
            ],
            this.chosen.filter,
            (value) => {
              this.chosen.filter = value;
              if (value !== own) this.filter = filterOf(value, this.options.kernel);
              return this.compute();
            },
          )),
        numbered(say("filter F", "Filter F"), "kernel", 7),
        numbered(say("stride S", "Stride S"), "stride", 7),
        numbered(say("padding P", "Padding P"), "padding", 4),
        check("ReLU", this.options.hasRelu, (value) => {
          this.options.hasRelu = value;
          return this.compute();
        }),
        choice(
          say("pooling", "Pooling"),
          [
            ["max", "max"],
            ["average", say("average", "Mittelwert")],
            ["none", say("none", "keines")],
          ],
          this.options.pool ?? "none",
          (value) => {
            this.options.pool = value === "none" ? undefined : (value as "max" | "average");
            return this.compute();
          },
        ),
        numbered(say("pooling F", "Pooling F"), "poolSize", 4),
        numbered(say("pooling S", "Pooling S"), "poolStride", 4),
      ),
      this.result,
    );
    await this.compute();
  }

  /** Says in the list that its choice no longer is what is computed with. */
  private changeByHand(list: "image" | "filter"): void {
    if (list === "image") this.chosen.image = -1;
    else this.chosen.filter = own;
    const select = byId<HTMLSelectElement>(`convolution-${list}`);
    select.selectedIndex = select.options.length - 1;
  }

  private async compute(): Promise<void> {
    this.state = await post<ConvolutionState>("/api/classroom/convolution", { ...this.options, image: this.image, filter: this.filter });
    this.at = Math.min(this.at, Math.max(0, this.state.size.size ** 2 - 1));
    this.draw();
  }

  private draw(): void {
    const { state, options } = this;
    if (state === undefined) return;
    const focused = document.activeElement?.id ?? "";
    const columns = state.size.size;
    const fits = state.output !== undefined;
    const stages = make("div", "stages");
    stages.append(this.imageGrid(), make("span", "sign", "∗"), this.filterGrid());
    if (fits) {
      stages.append(make("span", "sign", "="), this.grid("output", say("convolution", "Faltung"), state.output!, columns, -1, true));
      if (options.hasRelu) stages.append(make("span", "sign", "→"), this.grid("relu", "ReLU", state.rectified!, columns, this.at));
      if (state.pooled !== undefined)
        stages.append(
          make("span", "sign", "→"),
          this.grid(
            "pooled",
            options.pool === "max" ? say("max-pooling", "Max-Pooling") : say("average pooling", "Mittelwert-Pooling"),
            state.pooled,
            state.pooledSize!.size,
            -1,
          ),
        );
    }

    this.result.replaceChildren(
      this.verdict(state.size, side, options.kernel, options.padding, options.stride, say("Convolution", "Faltung"), "size-verdict"),
    );
    if (state.pooledSize !== undefined)
      this.result.append(this.verdict(state.pooledSize, columns, options.poolSize, 0, options.poolStride, "Pooling", "pool-verdict"));
    this.result.append(make("div", "panel scroll", stages));
    if (fits) this.result.append(this.products(state.output!, columns));
    if (focused !== "") document.getElementById(focused)?.focus();
  }

  private verdict(size: FormulaResult, input: number, kernel: number, padding: number, stride: number, name: string, id: string): HTMLElement {
    const formula = `(${input} − ${kernel} + 2·${padding})/${stride} + 1 = ${figure(size.value, 3)}`;
    const element = make(
      "p",
      size.fits ? "verdict good" : "verdict bad",
      `${name}: ${formula} `,
      size.fits
        ? say(`→ the result is ${size.size} × ${size.size}.`, `→ das Ergebnis ist ${size.size} × ${size.size}.`)
        : say("→ does not fit: change filter, padding or stride.", "→ passt nicht: Filter, Padding oder Stride ändern."),
    );
    element.id = id;
    element.setAttribute("role", "status");
    if (size.problem !== undefined) element.title = size.problem;
    return element;
  }

  /** The image with its padding; the window that is explained is marked, a click changes a pixel. */
  private imageGrid(): HTMLElement {
    const { padding, kernel, stride } = this.options;
    const columns = side + 2 * padding;
    const windows = this.state!.size.size;
    const [row, column] = windows > 0 ? [Math.floor(this.at / windows) * stride, (this.at % windows) * stride] : [-99, -99];
    const cells = Array.from({ length: columns * columns }, (_, i) => {
      const [y, x] = [Math.floor(i / columns), i % columns];
      const [pixelY, pixelX] = [y - padding, x - padding];
      const inWindow = y >= row && y < row + kernel && x >= column && x < column + kernel;
      if (pixelY < 0 || pixelX < 0 || pixelY >= side || pixelX >= side) return make("span", inWindow ? "cell pad window" : "cell pad", "0");
      const pixel = pixelY * side + pixelX;
      const cell = button(figure(this.image[pixel]!), () => {
        this.image[pixel] = this.image[pixel] === 0 ? 1 : 0;
        this.changeByHand("image");
        return this.compute();
      });
      cell.className = `cell${this.image[pixel] ? " ink" : ""}${inWindow ? " window" : ""}`;
      cell.id = `pixel-${pixel}`;
      cell.setAttribute(
        "aria-label",
        say(
          `pixel row ${pixelY + 1}, column ${pixelX + 1}: ${this.image[pixel]}`,
          `Pixel Zeile ${pixelY + 1}, Spalte ${pixelX + 1}: ${this.image[pixel]}`,
        ),
      );
      return cell;
    });
    const padded = padding > 0 ? ` + ${say("padding", "Padding")} ${padding}` : "";
    return this.framed(say(`image ${side} × ${side}`, `Bild ${side} × ${side}`) + padded, cells, columns);
  }

  private filterGrid(): HTMLElement {
    const { kernel } = this.options;
    return this.framed(
      `${say("filter", "Filter")} ${kernel} × ${kernel}`,
      this.filter.map((weight, i) => {
        const cell = make("input", "cell weight");
        cell.value = figure(weight);
        cell.inputMode = "decimal";
        cell.id = `weight-${i}`;
        cell.setAttribute(
          "aria-label",
          say(
            `weight row ${Math.floor(i / kernel) + 1}, column ${(i % kernel) + 1}`,
            `Gewicht Zeile ${Math.floor(i / kernel) + 1}, Spalte ${(i % kernel) + 1}`,
          ),
        );
        cell.addEventListener("change", () =>
          attempt(() => {
            const value = Number(cell.value.replace(",", ".").replace("−", "-"));
            const written = cell.value;
            if (!(Math.abs(value) <= largest)) {
              cell.value = figure(this.filter[i]!); // what is computed with
              throw new Error(
                say(`A weight is a number of −1000 to 1000, not '${written}'.`, `Ein Gewicht ist eine Zahl von −1000 bis 1000, nicht „${written}“.`),
              );
            }

            this.filter[i] = value;
            this.changeByHand("filter");
            return this.compute();
          }),
        );
        return cell;
      }),
      kernel,
    );
  }

  private grid(name: string, title: string, values: readonly number[], columns: number, marked: number, isChosen = false): HTMLElement {
    const strongest = Math.max(1e-9, ...values.map(Math.abs));
    const cells = values.map((value, i) => {
      const cell = isChosen
        ? button(figure(value), () => {
            this.at = i;
            this.draw();
          })
        : make("span", "", figure(value));
      cell.className = `cell${i === (isChosen ? this.at : marked) ? " window" : ""}`;
      cell.id = `${name}-${i}`;
      cell.style.background = `color-mix(in srgb, var(${value >= 0 ? "--c1" : "--c0"}) ${Math.round((45 * Math.abs(value)) / strongest)}%, var(--panel))`;
      if (isChosen) cell.setAttribute("aria-pressed", String(i === this.at));
      return cell;
    });
    return this.framed(`${title} ${columns} × ${columns}`, cells, columns);
  }

  private framed(title: string, cells: readonly HTMLElement[], columns: number): HTMLElement {
    const grid = make("div", "cells", ...cells);
    grid.style.gridTemplateColumns = `repeat(${columns}, auto)`;
    return make("figure", "", grid, make("figcaption", "quiet", title));
  }

  private products(output: readonly number[], columns: number): HTMLElement {
    const { kernel, stride, padding } = this.options;
    const terms: string[] = [];
    for (let y = 0; y < kernel; y++)
      for (let x = 0; x < kernel; x++) {
        const [row, column] = [Math.floor(this.at / columns) * stride + y - padding, (this.at % columns) * stride + x - padding];
        const pixel = row < 0 || column < 0 || row >= side || column >= side ? 0 : this.image[row * side + column]!;
        const weight = this.filter[y * kernel + x]!;
        terms.push(`${figure(pixel)}·${weight < 0 ? `(${figure(weight)})` : figure(weight)}`);
      }
    const value = output[this.at]!;
    return make(
      "p",
      "formula panel",
      `${terms.join(" + ")} = ${figure(value)}`,
      make("br"),
      `ReLU: max(0, ${figure(value)}) = ${figure(Math.max(0, value))}`,
    );
  }
}
