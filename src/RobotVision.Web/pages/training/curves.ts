import { Chart, type Line } from "../shared/chart";
import { byId, make } from "../shared/dom";
import { lossOf, qualityOf, type Point } from "./types";

/** A run whose curves are laid over the others. */
export interface Compared { name: string; points: Point[] }

const colours = 8;

/** The charts of the run, and of those it is compared with. */
export class Curves {
  private readonly part = this.select("loss-part", "part of the loss");
  private readonly kind = this.select("quality-class", "class");
  private readonly log = make("input", "");
  private readonly loss: Chart;
  private readonly quality: Chart;
  private readonly rate: Chart;
  private readonly speed: Chart;
  private points: Point[] = [];
  private others: Compared[] = [];
  private name = "";

  constructor(private readonly axis: HTMLSelectElement) {
    this.log.type = "checkbox";
    this.log.checked = true;
    const log = make("label", "check", this.log, "log");
    this.loss = new Chart(byId("loss"), { title: "Loss", x: "step", log: true, height: 240 }, this.part, log);
    this.quality = new Chart(byId("quality"), { title: "Average precision on validation images", x: "step", low: 0, high: 1, height: 240 }, this.kind);
    this.rate = new Chart(byId("rate"), { title: "Learning rate", x: "step", low: 0, height: 150 });
    this.speed = new Chart(byId("speed"), { title: "Images a second", x: "step", low: 0, height: 150 });
    for (const control of [this.part, this.kind, axis]) control.addEventListener("change", () => this.draw());
    this.log.addEventListener("change", () => this.loss.set({ log: this.log.checked }));
    axis.addEventListener("change", () => {
      for (const chart of [this.loss, this.quality, this.rate, this.speed]) chart.set({ x: this.inMinutes ? "minutes" : "step" });
    });
  }

  show(name: string, points: Point[], others: Compared[]): void {
    [this.name, this.points, this.others] = [name, points, others];
    this.offer(this.part, "all parts", points.find((point) => point.l !== undefined)?.l);
    this.offer(this.kind, others.length > 0 ? "mean" : "every class", points.findLast((point) => point.ap !== undefined)?.ap);
    this.draw();
  }

  private get inMinutes(): boolean {
    return this.axis.value === "minutes";
  }

  private select(id: string, label: string): HTMLSelectElement {
    const select = make("select", "");
    select.id = id;
    select.setAttribute("aria-label", label);
    return select;
  }

  /** Offers what there is to choose, and keeps the choice. */
  private offer(select: HTMLSelectElement, all: string, named: Record<string, number> | undefined): void {
    const names = Object.keys(named ?? {});
    const wanted = [all, ...names].join("\n");
    if (select.dataset["names"] === wanted) return;
    const chosen = select.value;
    select.dataset["names"] = wanted;
    select.replaceChildren(new Option(all, ""), ...names.map((name) => new Option(name, name)));
    select.value = names.includes(chosen) ? chosen : "";
    select.hidden = names.length < 2;
  }

  private draw(): void {
    const [part, kind] = [this.part.value, this.kind.value];
    const runs = [{ name: this.name, points: this.points.filter((point) => point.w === undefined) }, ...this.others];
    const alone = runs.length === 1;
    const loss: Line[] = [];
    const quality: Line[] = [];
    runs.forEach((run, i) => {
      const own = alone ? "--c5" : this.colour(i);
      loss.push(this.line(run, alone ? "while training" : run.name, own, (point) => lossOf(point.l, part), { thin: true }));
      if (alone) loss.push(this.line(run, "training images", "--c0", (point) => lossOf(point.train, part), { points: true }));
      loss.push(this.line(run, alone ? "validation images" : `${run.name}, validation`, alone ? "--c1" : own, (point) => lossOf(point.val, part),
        { points: true, dashed: !alone }));
      if (!alone || kind !== "") quality.push(this.line(run, alone ? kind : run.name, own, (point) => qualityOf(point.ap, kind), { points: true }));
    });
    if (alone && kind === "") quality.push(...this.classes(runs[0]!));
    loss.push(...this.folds(part));
    this.loss.show(loss);
    this.quality.show(quality);
    this.rate.show(runs.map((run, i) => this.line(run, alone ? "learning rate" : run.name, this.colour(i), (point) => point.lr ?? null)));
    this.speed.show(runs.map((run, i) => this.line(run, alone ? "images/s" : run.name, this.colour(i), (point) => point.v ?? null)));
    byId("quality").hidden = quality.every((line) => line.x.length === 0);
  }

  private colour(i: number): string {
    return `--c${(i + 1) % colours}`;
  }

  /** One line a class, so far as they were measured. */
  private classes(run: Compared): Line[] {
    const names = Object.keys(run.points.findLast((point) => point.ap !== undefined)?.ap ?? {});
    return names.map((name, i) => this.line(run, name, `--c${i % colours}`, (point) => qualityOf(point.ap, name), { points: true }));
  }

  /** The trainings that leave frames out, on which the thresholds are chosen. */
  private folds(part: string): Line[] {
    const works = [...new Set(this.points.map((point) => point.w).filter((work) => work !== undefined))];
    return works.map((work, i) => this.line({ name: work, points: this.points.filter((point) => point.w === work) },
      work.replace("training ", ""), `--c${(i + 2) % colours}`, (point) => lossOf(point.l, part), { thin: true }));
  }

  private line(run: Compared, name: string, colour: string, value: (point: Point) => number | null, more: Partial<Line> = {}): Line {
    const found = run.points.map((point) => [this.inMinutes ? (point.t ?? NaN) / 60 : point.s, value(point)] as const)
      .filter(([x, y]) => y !== null && Number.isFinite(x) && Number.isFinite(y));
    return { name, colour, x: found.map(([x]) => x), y: found.map(([, y]) => y), ...more };
  }
}
