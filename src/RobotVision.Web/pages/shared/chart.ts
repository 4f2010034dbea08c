import uPlot from "uplot";
import { colour, make } from "./dom";

/** A line of a chart; its x rise. A value that is null is left out. The colour is a name of the style sheet. */
export interface Line { name: string; colour: string; x: number[]; y: (number | null)[]; dashed?: boolean; points?: boolean; thin?: boolean }

export interface ChartOptions { title: string; x: string; log?: boolean; low?: number; high?: number; height?: number }

const isGerman = (): boolean => document.documentElement.lang === "de";

/** A number with few digits, with the decimal sign of the page's language. */
export function digits(value: number): string {
  const text = value === 0 ? "0" : Math.abs(value) >= 10_000 ? `${Number((value / 1000).toPrecision(3))}k`
    : Math.abs(value) < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  return isGerman() ? text.replace(".", ",") : text;
}

/** Lines that grow, with a legend of buttons that show and hide them. */
export class Chart {
  private plot: uPlot | undefined;
  private lines: Line[] = [];
  private made = "";
  private readonly hidden = new Set<string>();
  private readonly host = make("div", "plot");
  private readonly legend = make("ul", "legend");
  private readonly title = make("span");

  /** Fills a figure; `controls` stand beside its title. */
  constructor(figure: HTMLElement, private readonly options: ChartOptions, ...controls: HTMLElement[]) {
    figure.classList.add("chart");
    this.title.textContent = options.title;
    const title = make("figcaption", "", this.title);
    if (controls.length > 0) title.append(make("span", "row", ...controls));
    figure.append(title, this.host, this.legend);
    this.host.setAttribute("role", "img");
    document.addEventListener("theme", () => this.draw(true));
    new ResizeObserver(() => this.plot?.setSize({ width: this.host.clientWidth, height: this.height })).observe(this.host);
  }

  /** Changes what the axes are. */
  set(changed: Partial<ChartOptions>): void {
    if (Object.entries(changed).every(([name, value]) => this.options[name as keyof ChartOptions] === value)) return;
    Object.assign(this.options, changed);
    this.title.textContent = this.options.title;
    this.draw(true);
  }

  /** Shows lines in place of those of before. */
  show(lines: Line[]): void {
    this.lines = lines.filter((line) => line.x.length > 0);
    this.draw();
  }

  private get height(): number {
    return this.options.height ?? 200;
  }

  private draw(anew = false): void {
    const signature = JSON.stringify(this.lines.map((line) => [line.name, line.colour, line.dashed, line.points]));
    const data = uPlot.join(this.lines.length > 0 ? this.lines.map((line) => [line.x, this.options.log
      ? line.y.map((y) => (y !== null && y > 0 ? y : null)) : line.y]) : [[[]]]);
    if (anew || this.plot === undefined || signature !== this.made) this.make(data);
    else this.plot.setData(data);
    this.made = signature;
    this.tell();
  }

  private make(data: uPlot.AlignedData): void {
    this.plot?.destroy();
    const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
    const { low, high, log } = this.options;
    this.plot = new uPlot({
      width: Math.max(120, this.host.clientWidth),
      height: this.height,
      legend: { show: false },
      cursor: { drag: { x: true, y: false } },
      scales: {
        x: { time: false },
        y: log ? { distr: 3 } : { range: (_, min, max) => this.range(low, high, min, max) },
      },
      axes: [
        { ...axis, label: this.options.x, labelSize: 18, labelFont: "12px system-ui", size: 34, values: (_, at) => at.map(digits) },
        { ...axis, size: 60, values: (_, at) => at.map((value) => (value === null ? "" : digits(value))) },
      ],
      series: [{}, ...this.lines.map((line): uPlot.Series => ({
        label: line.name,
        stroke: colour(line.colour),
        width: line.thin ? 1 : 2,
        spanGaps: true,
        show: !this.hidden.has(line.name),
        points: { show: line.points ?? false, size: 6, fill: colour(line.colour) },
        ...(line.dashed ? { dash: [6, 4] } : {}),
      }))],
      hooks: { setCursor: [() => this.tell()] },
    }, data, this.host);
    this.legend.replaceChildren(...this.lines.map((line, i) => this.entry(line, i)));
  }

  private range(low: number | undefined, high: number | undefined, min: number, max: number): [number, number] {
    if (min === null || max === null) return [low ?? 0, high ?? 1];
    const air = Math.max(1e-9, (max - min) * 0.06 || Math.abs(max) * 0.1);
    return [low ?? min - air, high ?? max + air];
  }

  private entry(line: Line, i: number): HTMLLIElement {
    const swatch = make("span", line.dashed ? "swatch dashed" : "swatch");
    swatch.style.borderColor = colour(line.colour);
    const button = make("button", "", swatch, line.name, make("b", "", ""));
    button.setAttribute("aria-pressed", String(!this.hidden.has(line.name)));
    button.title = isGerman() ? "diese Linie zeigen oder verbergen" : "show or hide this line";
    button.addEventListener("click", () => {
      if (!this.hidden.delete(line.name)) this.hidden.add(line.name);
      button.setAttribute("aria-pressed", String(!this.hidden.has(line.name)));
      this.plot?.setSeries(i + 1, { show: !this.hidden.has(line.name) });
    });
    return make("li", "", button);
  }

  /** Writes the values at the mouse, otherwise the last ones, and says the last ones to screen readers. */
  private tell(): void {
    const at = this.plot?.cursor.idx;
    const buttons = [...this.legend.querySelectorAll("b")];
    this.lines.forEach((line, i) => {
      const value = at === undefined || at === null ? line.y.findLast((y) => y !== null) : this.plot!.data[i + 1]![at];
      if (buttons[i] !== undefined) buttons[i].textContent = value === undefined || value === null ? "" : digits(value);
    });
    const last = this.lines.map((line) => `${line.name} ${digits(line.y.findLast((y) => y !== null) ?? NaN)}`);
    this.host.setAttribute("aria-label", `${this.options.title}: ${
      last.length > 0 ? `${isGerman() ? "am Ende" : "at the end"} ${last.join(isGerman() ? "; " : ", ")}` : isGerman() ? "noch nichts" : "nothing yet"}`);
  }
}
