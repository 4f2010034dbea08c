import { Chart, digits, type Line } from "../shared/chart";
import { byId, make } from "../shared/dom";
import type { State } from "./types";

const most = 240; // states that the charts show: two minutes
const colours = 8;
const sinceNow = "seconds, 0 is now";

/** How the pipeline is doing: running charts, times of the stages, drops, warnings. */
export class Measures {
  private readonly states: { time: number; state: State }[] = [];
  private readonly rate = new Chart(byId("rate"), { title: "Frames a second", x: sinceNow, low: 0, height: 130 });
  private readonly latency = new Chart(byId("latency"), { title: "From a frame's time stamp to its result, ms", x: sinceNow, low: 0, height: 130 });
  private readonly stages = new Chart(byId("stages"), { title: "Stages, median ms", x: sinceNow, low: 0, height: 130 });

  private first: State | undefined; // has no rate yet

  show(state: State): void {
    this.first ??= state;
    this.states.push({ time: performance.now() / 1000, state });
    if (state.playing !== undefined) this.latency.set({ title: "All stages together, ms" }); // a recording's frames have no time at which they were taken
    if (this.states.length > most) this.states.shift();
    this.rate.show([this.line("frames/s", 0, (one) => (one === this.first ? undefined : one.frames_per_second))]);
    this.latency.show([this.line("p50", 0, (one) => one.latency_ms["total"]?.p50), this.line("p99", 1, (one) => one.latency_ms["total"]?.p99)]);
    const names = [...new Set(this.states.flatMap((one) => Object.keys(one.state.latency_ms)))].filter((name) => name !== "total");
    this.stages.show(names.map((name, i) => this.line(name, i, (one) => one.latency_ms[name]?.p50)));
    this.tabulate(state);
    this.describe(state);
  }

  private line(name: string, colour: number, value: (state: State) => number | undefined): Line {
    const now = this.states.at(-1)!.time;
    return {
      name, colour: `--c${(colour + 1) % colours}`, x: this.states.map((one) => one.time - now), y: this.states.map((one) => value(one.state) ?? null),
    };
  }

  private tabulate(state: State): void {
    const drops = (stage: string): string => state.drops.filter((drop) => drop.stage === stage)
      .map((drop) => `${drop.count} ${drop.reason.replace("_", " ")}`).join(", ");
    const stages = [...new Set([...Object.keys(state.latency_ms), ...state.drops.map((drop) => drop.stage)])];
    byId("stage-rows").replaceChildren(...stages.map((stage) => make("tr", "", make("th", "", stage),
      make("td", "number", text(state.latency_ms[stage]?.p50)), make("td", "number", text(state.latency_ms[stage]?.p99)), make("td", "", drops(stage)))));
  }

  private describe(state: State): void {
    const now = state.state;
    const health = state.playing === undefined ? now.health : undefined; // a recording comes as fast as it is played
    const phase = byId("phase");
    const isPaused = now.status === "running" && state.playing?.goes === false;
    phase.textContent = (isPaused ? "paused" : now.status.replace("_", " ")) + (now.recording?.active ? " · recording" : "");
    phase.className = `status ${now.status === "running" && !isPaused && health?.level !== "degraded" ? "done" : "draft"}`;
    phase.title = now.times_lost > 0 ? lost(now.times_lost) : "";
    byId("title").textContent = now.source;
    document.title = `${now.source} · live · RobotVision`;
    byId("fps-now").textContent = digits(state.frames_per_second);
    byId("latency-now").textContent = text(state.latency_ms["total"]?.p50);
    byId("published").textContent = String(now.published);
    byId("dropped").textContent = String(now.dropped);
    const warnings = [
      now.problem,
      ...(health?.reasons ?? []).filter((reason) => ofPictures.includes(reason.problem)).map((reason) => reason.text.replace(/ for \d+ s/, "")),
      now.swap?.reason,
      now.times_lost > 0 && now.status === "source_lost" ? lost(now.times_lost) : undefined,
      now.drift?.drifting ? "The crossings no longer fit the camera's pose: it was moved. Calibrate its place again." : undefined,
      now.recording?.problem,
      now.unsent === undefined ? undefined : `${now.unsent.count} messages could not be sent: ${now.unsent.problem}`,
    ].filter((warning) => warning !== undefined);
    const shown = warnings.join("\n");
    if (byId("warnings").dataset["shown"] === shown) return; // read out once
    byId("warnings").dataset["shown"] = shown;
    byId("warnings").replaceChildren(...warnings.map((warning) => make("li", "", warning)));
  }
}

const lost = (times: number): string => `The source was lost ${times === 1 ? "once" : `${times} times`}.`;

/** Problems of the health that nothing else in the state tells. */
const ofPictures = ["frozen", "black", "covered", "slow", "unsteady", "clock"];

const text = (value: number | undefined): string => (value === undefined ? "–" : value.toFixed(2));
