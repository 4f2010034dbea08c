import { make } from "../shared/dom";
import { get } from "../shared/server";
import { choice, scroller, svg, table } from "./controls";
import { count, say } from "./language";
import type { Step } from "./lesson";
import type { NetworkTable } from "./types";

type Network = "lecture" | "lenet5" | "alexnet";

/** The layers of the lecture's network, with sizes and numbers of weights. */
export class Lecture implements Step {
  readonly id = "lecture";
  private network: Network = "lecture";
  private readonly result = make("div", "stack");

  title = (): string => say("The lecture's network", "Das Netz der Vorlesung");

  async show(host: HTMLElement): Promise<void> {
    host.append(
      make(
        "p",
        "lead",
        say(
          "From pixels to a feature vector: convolution, ReLU and pooling four times, then two dense layers. Shared weights make convolutions cheap: "
            + "nearly all "
            + "weights are those of the first dense layer, nearly all work is that of the convolutions.",
          "Von Pixeln zum Merkmalsvektor: viermal Faltung, ReLU und Pooling, dann zwei vollvernetzte Schichten. Geteilte Gewichte machen Faltungen "
            + "sparsam: Fast alle Gewichte "
            + "gehören zur ersten vollvernetzten Schicht, fast alle Rechenarbeit zu den Faltungen.",
        ),
      ),
      make(
        "div",
        "controls",
        choice(
          say("network", "Netz"),
          [
            ["lecture", say("lecture (robot Sweaty)", "Vorlesung (Roboter Sweaty)")],
            ["lenet5", "LeNet-5"],
            ["alexnet", "AlexNet"],
          ] as const,
          this.network,
          (network) => {
            this.network = network;
            return this.load();
          },
        ),
      ),
      this.result,
    );
    await this.load();
  }

  private async load(): Promise<void> {
    const network = await get<NetworkTable>(`/api/classroom/networks/${this.network}`);
    const kinds: Record<string, string> = {
      Convolution: say("convolution", "Faltung"),
      MaxPool: say("max-pooling", "Max-Pooling"),
      AveragePool: say("average pooling", "Mittelwert-Pooling"),
      Relu: "ReLU",
      Tanh: "tanh",
      Flatten: say("flatten", "Vektor bilden"),
      Dense: say("dense", "vollvernetzt"),
      Dropout: say("dropout", "Dropout"),
      LocalResponseNormalisation: say("normalisation", "Normalisierung"),
    };
    const size = (shape: readonly number[]): string => [...shape.slice(1), shape[0]].join(" × ");
    const rows = network.layers.map((layer) => [
      layer.name,
      kinds[layer.kind] ?? layer.kind,
      layer.setting === undefined ? "" : `F ${layer.setting.size}, S ${layer.setting.stride}, P ${layer.setting.padding}`,
      size(layer.output),
      layer.weights > 0 ? count(layer.weights) : "",
      layer.biases > 0 ? count(layer.biases) : "",
      layer.multiplyAdds > 0 ? count(layer.multiplyAdds) : "",
    ]);
    const head = [
      say("layer", "Schicht"),
      say("kind", "Art"),
      say("window", "Fenster"),
      say("output", "Ausgabe"),
      say("weights", "Gewichte"),
      "Bias",
      say("multiply-adds", "Multiplikationen"),
    ];
    const listed = table(say("layers", "Schichten"), head, [
      [say("input", "Eingabe"), "", "", size(network.inputShape), "", "", ""],
      ...rows,
      [say("all", "alle"), "", "", "", count(network.weights), count(network.biases), count(network.multiplyAdds)],
    ]);
    for (const row of listed.rows) for (const cell of [...row.cells].slice(3)) cell.classList.add("number");
    listed.rows[listed.rows.length - 1]!.classList.add("marked");
    listed.id = "layers";
    this.result.replaceChildren(
      scroller(say("sizes of the layers", "Größen der Schichten"), this.blocks(network)),
      scroller(say("layers", "Schichten"), listed),
    );
  }

  /** Each layer that changes the size as a block: as high as its rows, as deep as its channels. */
  private blocks(network: NetworkTable): SVGElement {
    const shapes = [
      network.inputShape,
      ...network.layers.filter((layer) => ["Convolution", "MaxPool", "AveragePool", "Dense"].includes(layer.kind)).map((layer) => layer.output),
    ];
    const high = Math.max(...shapes.map((shape) => shape[1] ?? 1));
    const picture = svg("svg", { class: "blocks", role: "img", "aria-label": say("sizes of the layers", "Größen der Schichten") });
    let x = 16;
    shapes.forEach((shape, i) => {
      const isFlat = shape.length === 1;
      const height = isFlat ? 24 + (18 * Math.log2(shape[0]!)) / 2 : 14 + 126 * (shape[1]! / high);
      const depth = isFlat ? 9 : 5 + 6 * Math.log2(shape[0]!);
      const slant = isFlat ? 0 : height * 0.3;
      const y = 110 - height / 2;
      const kind =
        i === 0
          ? "input"
          : isFlat
            ? "dense"
            : network.layers.filter((layer) => ["Convolution", "MaxPool", "AveragePool", "Dense"].includes(layer.kind))[i - 1]!.kind === "Convolution"
              ? "filtered"
              : "pooled";
      picture.append(
        svg(
          "g",
          { class: `block ${kind}` },
          svg("path", { d: `M${x} ${y}h${depth}v${height}h${-depth}z` }),
          ...(isFlat
            ? []
            : [
                svg("path", { class: "top", d: `M${x} ${y}l${slant} ${-slant * 0.5}h${depth}l${-slant} ${slant * 0.5}z` }),
                svg("path", { class: "flank", d: `M${x + depth} ${y}l${slant} ${-slant * 0.5}v${height}l${-slant} ${slant * 0.5}z` }),
              ]),
          svg("text", { x: x + (depth + slant) / 2, y: 205 }, isFlat ? String(shape[0]) : `${shape[1]}×${shape[2]}`),
          svg("text", { x: x + (depth + slant) / 2, y: 221, class: "channels" }, isFlat ? "" : `×${shape[0]}`),
        ),
      );
      x += Math.max(depth + slant + 14, 50);
    });
    picture.setAttribute("viewBox", `0 0 ${x} 232`);
    picture.style.minWidth = `${Math.min(x, 900)}px`;
    return picture;
  }
}
