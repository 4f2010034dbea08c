import { byId, make, tell } from "../shared/dom";
import { get } from "../shared/server";
import type { Compared } from "./curves";
import { lossOf, type Point, type Run, type Runs } from "./types";

const most = 7; // runs laid over each other
const pause = 5000; // milliseconds between two looks at runs that go on
const options = 12; // options that are listed at most

/** The other runs of the folder, which of them are laid over this one, and in what they differ. */
export class Comparison {
  private runs: Run[] = [];
  private current: number | undefined;
  private readonly chosen = new Map<number, Point[]>();

  constructor(private readonly changed: () => void) {
    byId("runs-refresh").addEventListener("click", () => void this.refresh());
    window.setInterval(() => {
      if (!document.hidden) void this.follow();
    }, pause);
  }

  get compared(): Compared[] {
    return [...this.chosen].map(([number, points]) => ({ name: this.runs.find((run) => run.number === number)?.name ?? `run ${number}`, points }));
  }

  async refresh(): Promise<void> {
    try {
      const answer = await get<Runs>("/api/runs");
      [this.runs, this.current] = [answer.runs, answer.current];
      this.draw();
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  }

  /** Fetches the curves of chosen runs that another program is writing. */
  private async follow(): Promise<void> {
    const going = this.runs.filter((run) => run.isGoingOn && this.chosen.has(run.number));
    if (going.length === 0) return;
    for (const run of going) this.chosen.set(run.number, await get<Point[]>(`/api/runs/${run.number}`));
    await this.refresh();
    this.changed();
  }

  private async choose(run: Run, box: HTMLInputElement): Promise<void> {
    if (!box.checked) this.chosen.delete(run.number);
    else if (this.chosen.size >= most) {
      box.checked = false;
      tell(`At most ${most} runs at a time.`);
      return;
    } else {
      try {
        this.chosen.set(run.number, await get<Point[]>(`/api/runs/${run.number}`));
      } catch (error) {
        box.checked = false;
        tell(error instanceof Error ? error.message : String(error));
        return;
      }
    }

    this.draw();
    byId("runs").querySelector<HTMLInputElement>(`input[value="${run.number}"]`)?.focus();
    this.changed();
  }

  private draw(): void {
    const others = this.runs.filter((run) => run.number !== this.current);
    byId("runs-none").hidden = others.length > 0;
    byId("runs-table").hidden = others.length === 0;
    byId("runs").replaceChildren(...others.map((run) => this.row(run)));
    this.showDifferences();
  }

  private row(run: Run): HTMLTableRowElement {
    const box = make("input", "");
    box.type = "checkbox";
    box.value = String(run.number);
    box.checked = this.chosen.has(run.number);
    box.addEventListener("change", () => void this.choose(run, box));
    const state = run.isGoingOn ? "going on" : run.endedEarlyAt !== undefined ? `ended early at ${run.endedEarlyAt}`
      : run.isFinished ? "finished" : "not finished";
    const points = this.chosen.get(run.number);
    const validation = points?.findLast((point) => point.val !== undefined);
    return make("tr", "",
      make("td", "", make("label", "check", box, run.name)), make("td", "", state),
      make("td", "number", points?.at(-1) === undefined ? "" : String(points.at(-1)!.s)),
      make("td", "number", validation === undefined ? "" : lossOf(validation.val, "")!.toFixed(3)),
      make("td", "number", run.f1 === undefined ? "" : run.f1.toFixed(3)));
  }

  /** Options that are not the same in all chosen runs that have ended. */
  private showDifferences(): void {
    const runs = this.runs.filter((run) => this.chosen.has(run.number) && run.isFinished);
    const names = [...new Set(runs.flatMap((run) => Object.keys(run.options)))]
      .filter((name) => new Set(runs.map((run) => run.options[name])).size > 1);
    byId("differences").hidden = runs.length < 2;
    if (runs.length < 2) return;
    byId("differences-head").replaceChildren(make("th", "", "option"), ...runs.map((run) => make("th", "", run.name)));
    byId("differences-body").replaceChildren(...names.slice(0, options).map((name) =>
      make("tr", "", make("th", "", name), ...runs.map((run) => make("td", "", run.options[name] ?? "-")))));
    byId("differences-more").textContent = names.length === 0 ? "Their options are the same."
      : names.length > options ? `and ${names.length - options} more` : "";
  }
}
