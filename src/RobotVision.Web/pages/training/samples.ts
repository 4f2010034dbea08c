import { colourOf } from "../shared/classes";
import { byId, make, tell } from "../shared/dom";
import { get, post } from "../shared/server";
import type { Sample, Samples } from "./types";

const space = "http://www.w3.org/2000/svg";

/** Some images with what the newest weights say of them. */
export class SampleImages {
  private known = 0;
  private set: Samples | undefined;
  private readonly slider = byId<HTMLInputElement>("confidence");

  constructor() {
    this.slider.addEventListener("input", () => this.draw());
    byId("look").addEventListener("click", () => void post("/api/training/look").then(
      () => tell("The images are looked at with the next report of the training."), (error: Error) => tell(error.message)));
  }

  /** Fetches the images of a look that is newer than the one shown. */
  async update(look: number): Promise<void> {
    if (look === this.known) return;
    this.known = look;
    if (look === 0) return;
    const set = await get<Samples>("/api/training/samples");
    if (set.number === undefined) return;
    this.set = set;
    this.known = set.number;
    this.draw();
  }

  private draw(): void {
    const set = this.set;
    byId("confidence-value").textContent = Number(this.slider.value).toFixed(2);
    if (set === undefined) return;
    byId("samples-about").textContent = set.problem ?? `${set.work}, step ${set.step}`
      + (set.areTrainedOn ? "; the training learns these images too, since it has no validation data" : "");
    byId("samples").replaceChildren(...set.samples.map((sample, i) => this.figure(set, sample, i)));
  }

  private figure(set: Samples, sample: Sample, i: number): HTMLElement {
    const found = sample.found.filter((one) => one.p >= Number(this.slider.value));
    const labels = sample.labels.filter((label) => !label.ignore).length;
    const words = sample.presence !== undefined
      ? sample.presence.map((p, c) => [p, set.classes[c]!] as const).filter(([p]) => p >= Number(this.slider.value))
        .map(([p, name]) => `${name} ${p.toFixed(2)}`).join(", ") || "nothing"
      : `${found.length} found, ${labels} labelled`;
    const button = make("button"); // over the picture, whose words would else have to be those of its label
    button.setAttribute("aria-label", `${sample.name}: ${this.describe(set, found, words)}; larger`);
    button.addEventListener("click", () => this.enlarge(set, sample, i));
    const picture = make("div", "sample", this.picture(set, sample, i, found), button);
    return make("figure", "", picture, make("figcaption", "", make("span", "name", sample.name), words));
  }

  private describe(set: Samples, found: Sample["found"], words: string): string {
    return found.length === 0 ? words : `${words}: ${found.map((one) => `${set.classes[one.c]} ${one.p.toFixed(2)}`).join(", ")}`;
  }

  private picture(set: Samples, sample: Sample, i: number, found: Sample["found"]): HTMLElement {
    const image = make("img", "");
    image.src = `/api/training/samples/${set.number}/${i}`;
    image.alt = "";
    image.width = sample.width;
    image.height = sample.height;
    const boxes = document.createElementNS(space, "svg");
    boxes.setAttribute("viewBox", `0 0 ${sample.width} ${sample.height}`);
    boxes.setAttribute("aria-hidden", "true");
    for (const label of sample.labels) boxes.append(this.box(label.box, label.ignore ? "label ignored" : "label", "#fff"));
    for (const one of found) {
      boxes.append(this.box(one.box, "found", colourOf(one.c)));
      const text = document.createElementNS(space, "text");
      text.setAttribute("x", String(one.box[0]));
      text.setAttribute("y", String(Math.max(sample.height * 0.045, one.box[1] - sample.height * 0.012)));
      text.setAttribute("font-size", String(sample.height * 0.045));
      text.setAttribute("fill", colourOf(one.c));
      text.textContent = `${set.classes[one.c]} ${one.p.toFixed(2)}`;
      boxes.append(text);
    }

    const picture = make("span", "picture", image);
    picture.append(boxes);
    return picture;
  }

  private box([x1, y1, x2, y2]: Sample["found"][0]["box"], kind: string, colour: string): SVGRectElement {
    const box = document.createElementNS(space, "rect");
    box.setAttribute("class", kind);
    box.setAttribute("stroke", colour);
    for (const [name, value] of [["x", x1], ["y", y1], ["width", Math.max(0, x2 - x1)], ["height", Math.max(0, y2 - y1)]] as const)
      box.setAttribute(name, String(value));
    return box;
  }

  private enlarge(set: Samples, sample: Sample, i: number): void {
    byId("large-name").textContent = sample.name;
    byId("large-picture").replaceChildren(this.picture(set, sample, i, sample.found.filter((one) => one.p >= Number(this.slider.value))));
    byId<HTMLDialogElement>("large").showModal();
  }
}
