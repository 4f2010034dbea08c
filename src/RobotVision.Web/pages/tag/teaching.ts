import { byId, colour, make, tell } from "../shared/dom";
import { Failure, get, post } from "../shared/server";

/** What the program tells of the training; see TeachStatus.cs. */
interface Status {
  phase: "waiting" | "training" | "failed"; work: string; number: number; step: number; steps: number; imagesPerSecond: number; secondsLeft?: number;
  tagged: number; heldOut: number; nextAt: number; isPaused: boolean; taken?: number; curve: { work: string; step: number; loss: number }[]; models: Model[];
}

interface Model { number: number; frames: number; verdict: { isBetter: boolean; isBetterHere: boolean; text: string } }

const pause = 1000; // milliseconds between two questions

/** The panel of `teach`: what is trained, how the loss falls, which models came out and whether to take them. */
export class Teaching {
  private known = 0;

  /** Shows the panel. */
  static async start(): Promise<void> {
    const status = await get<Status>("/api/teaching");
    const panel = new Teaching();
    byId("teaching").hidden = false;
    byId("teaching-train").addEventListener("click", () => void panel.ask("/api/teaching/train"));
    byId("teaching-pause").addEventListener("click", () => void panel.ask("/api/teaching/pause"));
    document.addEventListener("theme", () => void panel.ask());
    panel.known = status.models.length;
    panel.show(status);
    panel.watch();
  }

  private watch(): void {
    window.setTimeout(() => void this.ask().finally(() => this.watch()), document.hidden ? 5 * pause : pause);
  }

  private async ask(path?: string): Promise<void> {
    try {
      this.show(path === undefined ? await get<Status>("/api/teaching") : await post<Status>(path));
    } catch (error) {
      if (path !== undefined || !(error instanceof Failure && error.status === 0)) tell(error instanceof Error ? error.message : String(error));
    }
  }

  private show(status: Status): void {
    const training = status.phase === "training";
    const phase = byId("teaching-phase");
    phase.className = `status ${training ? "draft" : ""}`;
    phase.textContent = training ? "training" : status.phase === "failed" ? "failed" : status.isPaused ? "stopped" : "waiting for tags";
    byId("teaching-work").textContent = training ? this.describe(status) : status.phase === "failed" ? status.work
      : status.isPaused ? `${status.tagged} frames tagged; "Train now" goes on` : `${status.tagged} of ${status.nextAt} tagged frames for the next training`;
    const heldOut = byId("teaching-held-out");
    heldOut.hidden = status.heldOut === 0;
    heldOut.textContent = `${status.heldOut} more of the val and test lists: kept for evaluation, not trained on`;
    const share = training ? (status.steps > 0 ? status.step / status.steps : 0) : Math.min(1, status.tagged / Math.max(1, status.nextAt));
    byId("teaching-bar").style.width = `${100 * share}%`;
    byId("teaching-meter").setAttribute("aria-valuenow", (100 * share).toFixed(0));
    byId<HTMLButtonElement>("teaching-train").disabled = training || status.tagged === 0;
    byId<HTMLButtonElement>("teaching-pause").disabled = !training;
    byId("teaching-models").replaceChildren(...[...status.models].reverse().map((model) => this.row(model, status.taken)));
    const newest = status.models.at(-1);
    if (newest && status.models.length > this.known) tell(`Model ${newest.number}: ${newest.verdict.text}`);
    this.known = status.models.length;
    this.draw(status.curve);
  }

  private describe(status: Status): string {
    const seconds = status.secondsLeft;
    const left = seconds === undefined ? "" : seconds >= 90 ? `, ${Math.round(seconds / 60)} min left` : `, ${Math.round(seconds)} s left`;
    const speed = status.imagesPerSecond > 0 ? `, ${Math.round(status.imagesPerSecond)} images/s` : "";
    return `Model ${status.number}: ${status.work}${speed}${left}`;
  }

  private row(model: Model, taken: number | undefined): HTMLLIElement {
    const [kind, word] = model.verdict.isBetter ? ["better", "better"] : model.verdict.isBetterHere ? ["mixed", "better here"] : ["worse", "not better"];
    const verdict = make("span", kind, word);
    const row = make("li", "", make("span", "what", `${model.number} (${model.frames} frames) `, verdict, `: ${model.verdict.text}`));
    if (model.number === taken) row.append(make("span", "quiet", "taken"));
    else {
      const take = make("button", "", "Take");
      take.title = "write this model as the result";
      take.addEventListener("click", () => void this.ask(`/api/teaching/take/${model.number}`));
      row.append(take);
    }
    return row;
  }

  /** The loss over the steps, one line for each model that is trained, the last one strong. */
  private draw(curve: Status["curve"]): void {
    const canvas = byId<HTMLCanvasElement>("teaching-curve");
    canvas.hidden = curve.length < 2;
    if (canvas.hidden) return;
    const [width, height, scale] = [canvas.clientWidth, canvas.clientHeight, window.devicePixelRatio];
    [canvas.width, canvas.height] = [width * scale, height * scale];
    const pen = canvas.getContext("2d")!;
    pen.scale(scale, scale);
    const steps = Math.max(...curve.map((point) => point.step));
    const sorted = curve.map((point) => point.loss).sort((a, b) => a - b);
    const [low, high] = [sorted[0]!, sorted[Math.floor(0.98 * (sorted.length - 1))]!];
    const works = [...new Set(curve.map((point) => point.work))];
    for (const work of works) {
      pen.beginPath();
      for (const point of curve.filter((one) => one.work === work)) {
        const y = 4 + (height - 8) * (1 - Math.min(1, (point.loss - low) / Math.max(1e-9, high - low)));
        pen.lineTo(2 + ((width - 4) * point.step) / Math.max(1, steps), y);
      }
      pen.strokeStyle = work === works.at(-1) ? colour("--accent") : colour("--line");
      pen.lineWidth = work === works.at(-1) ? 2 : 1.5;
      pen.stroke();
    }
  }
}
