import { digits } from "../shared/chart";
import { byId, startTheme, tell } from "../shared/dom";
import { openSession, post, whyRefused } from "../shared/server";
import { Comparison } from "./comparison";
import { Curves } from "./curves";
import { SampleImages } from "./samples";
import type { Changes, Point, State } from "./types";

const path = "/api/training/changes";
const pause = 1000; // milliseconds until a connection that was refused is tried again
const silence = 10_000; // milliseconds without a message, of which there are two a second, after which the program is said not to answer
const patience = 30_000; // milliseconds after which another connection is tried
const gone = "The program does not answer; this page waits for it.";

/** Shows a training as it goes on. */
class TrainingPage {
  private points: Point[] = [];
  private name = "";
  private hasEnded = false;
  private source: EventSource | undefined;
  private heard: number | undefined; // when the last message came; none is awaited before the first and after the last
  private state: State | undefined;
  private readonly curves = new Curves(byId<HTMLSelectElement>("axis"));
  private readonly samples = new SampleImages();
  private readonly comparison = new Comparison(() => this.draw());

  start(): void {
    const dialog = byId<HTMLDialogElement>("ending");
    byId("end").addEventListener("click", () => {
      byId("ending-text").textContent = `The training ends after the step that is being done, ${this.state?.done} of ${this.state?.total}.`;
      dialog.showModal();
    });
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "end") void post<State>("/api/training/end").then((state) => this.showState(state), (error: Error) => tell(error.message));
      dialog.returnValue = "";
    });
    void this.comparison.refresh();
    this.listen();
    window.setInterval(() => this.look(), 1000);
  }

  private listen(): void {
    const source = this.source = new EventSource(path);
    source.onmessage = (event) => {
      this.heard = performance.now();
      this.showFailure(undefined);
      this.take(JSON.parse(event.data as string) as Changes);
      if (!this.hasEnded || location.pathname !== "/") return; // the program of `teach` trains again
      source.close();
      this.heard = undefined;
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) void this.retry();
      else this.showFailure(gone);
    };
    source.onopen = () => this.showFailure(undefined);
  }

  /** A browser does not try a connection again that was refused. */
  private async retry(): Promise<void> {
    this.showFailure(await whyRefused(path) ?? gone);
    window.setTimeout(() => this.listen(), pause);
  }

  /** A cable that was cut or a program that hangs closes nothing. */
  private look(): void {
    const quiet = this.heard === undefined ? 0 : performance.now() - this.heard;
    if (quiet > silence) this.showFailure(gone);
    if (quiet <= patience) return;
    this.heard = performance.now() - silence;
    this.source?.close();
    this.listen();
  }

  private take(changes: Changes): void {
    if (changes.name !== this.name || changes.from < this.points.length) this.points = this.points.slice(0, changes.name === this.name ? changes.from : 0);
    const isNew = changes.points.length > 0 || changes.name !== this.name;
    this.name = changes.name;
    this.points.push(...changes.points);
    this.showState(changes.state);
    if (isNew) this.draw();
    void this.samples.update(changes.look).catch((error: Error) => {
      if (!this.hasEnded) tell(error.message);
    });
  }

  private draw(): void {
    this.curves.show(this.name, this.points, this.comparison.compared);
  }

  private showState(state: State): void {
    const share = state.outcome !== undefined ? 1 : state.total > 0 ? Math.min(1, state.done / state.total) : 0;
    const ended = state.outcome !== undefined;
    if (ended && !this.hasEnded) tell(state.outcome!);
    [this.state, this.hasEnded] = [state, ended];
    const [phase, kind] = ended ? ["ended", "done"] : state.isEndingEarly ? ["ending early", "draft"] : [state.areSteps ? "training" : "working", "draft"];
    byId("phase").textContent = phase!;
    byId("phase").className = `status ${kind}`;
    byId("title").textContent = this.name;
    document.title = `${ended ? "ended" : `${Math.round(100 * share)} %`} · ${this.name} · RobotVision`;
    byId("work").textContent = state.outcome ?? (state.work === "training" ? "" : state.work);
    byId("bar").style.width = `${100 * share}%`;
    byId("meter").setAttribute("aria-valuenow", (100 * share).toFixed(0));
    byId("done").textContent = state.total > 0 ? `${state.done} of ${state.total}` : String(state.done);
    byId("done-name").textContent = state.areSteps ? "steps" : "images";
    byId("speed-now").textContent = state.imagesPerSecond > 0 ? digits(state.imagesPerSecond) : "–";
    byId("speed-name").textContent = state.processor ? `images/s on ${state.processor}` : "images/s";
    byId("left").textContent = state.secondsLeft === undefined ? "–" : duration(state.secondsLeft);
    byId("rate-now").textContent = state.learningRate > 0 ? digits(state.learningRate) : "–";
    const end = byId<HTMLButtonElement>("end");
    end.disabled = ended || state.isEndingEarly || state.whyNotEndEarly !== undefined;
    end.title = state.whyNotEndEarly ?? "end the training now and write the model of what was learned";
  }

  private showFailure(text: string | undefined): void {
    byId("banner").hidden = text === undefined || this.hasEnded;
    byId("banner").textContent = text ?? "";
    document.body.classList.toggle("down", !byId("banner").hidden);
    if (text !== undefined && !this.hasEnded) [byId("phase").textContent, byId("phase").className] = ["no answer", "status draft"];
  }
}

function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return seconds < 90 ? `${Math.round(seconds)} s` : minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

async function start(): Promise<void> {
  startTheme(byId("theme"));
  await openSession();
  new TrainingPage().start();
}

start().catch((error: unknown) => {
  byId("banner").hidden = false;
  byId("banner").textContent = error instanceof Error ? error.message : String(error);
});
