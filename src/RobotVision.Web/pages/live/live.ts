import { Camera } from "../shared/camera";
import { byId, make, startTheme, tell } from "../shared/dom";
import { get, openSession, post } from "../shared/server";
import { Connection } from "./connection";
import { Disagreements } from "./disagreements";
import { offerSaving, Recording, type Extras } from "./extras";
import { Field } from "./field";
import { History } from "./history";
import { Measures } from "./measures";
import { Microscope } from "./microscope";
import { Pictures } from "./pictures";
import { Playing } from "./playing";
import { Settings } from "./settings";
import { Swapping } from "./swapping";
import { cameraOf, type Model } from "./types";

/** Shows what the robot sees. */
class LivePage {
  private readonly field = new Field();
  private readonly measures = new Measures();
  private readonly settings = new Settings();
  private readonly playing = new Playing(() => this.history.release());
  private readonly swapping = new Swapping();
  private readonly history = new History((frame, past) => {
    this.pictures.show(frame);
    this.field.show(past);
    if (cameraOf(frame) === this.pictures.chosen) this.microscope.follow(frame);
  });

  private readonly pictures: Pictures = new Pictures((camera, stage) => {
    this.history.choose(camera);
    this.microscope.moveTo(stage);
  });

  private readonly recording: Recording;
  private readonly microscope = new Microscope(this.history);

  private model = "";
  private hasEnded = false;

  constructor(extras: Extras) {
    this.recording = new Recording(extras);
    offerSaving(extras);
    if (extras["microscope"] !== undefined) this.microscope.offer();
    if (extras["camera"] !== undefined) new Camera(extras["camera"]);
    if (extras["disagreements"] !== undefined) new Disagreements(extras["disagreements"], this.playing, this.pictures.first);
    byId("snapshot").addEventListener("click", () => void this.keep());
    new Connection((frame) => {
      this.playing.got(frame.result.frame);
      this.history.add(frame);
    }, (state) => {
      this.hasEnded = state.state.status === "ended";
      this.measures.show(state);
      this.pictures.tell(state);
      this.settings.show(state);
      this.playing.show(state);
      this.swapping.show(state);
      this.recording.show(state);
      if (state.model !== this.model) void this.showModel(state.model);
    }, (problem) => this.showLink(problem));
  }

  /** What was told last is no longer true while the program says nothing. */
  private showLink(problem: string | undefined): void {
    const isDown = problem !== undefined;
    byId("banner").hidden = !isDown;
    byId("banner").textContent = isDown && this.hasEnded ? `The run has ended. ${problem}` : problem ?? "";
    document.body.classList.toggle("down", isDown);
    this.history.isLive = !isDown;
    if (!isDown) return; // the next state tells
    byId("phase").textContent = this.hasEnded ? "ended" : "no answer";
    byId("phase").className = "status draft";
  }

  private async keep(): Promise<void> {
    const frame = this.history.current;
    if (frame === undefined) return;
    try {
      const of = this.pictures.areSeveral ? `?camera=${encodeURIComponent(cameraOf(frame))}` : "";
      const kept = await post<{ file: string }>(`/api/live/snapshots/${frame.result.frame}${of}`);
      tell(`Frame ${frame.result.frame} is kept in ${kept.file}`);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  }

  private async showModel(hash: string): Promise<void> {
    this.model = hash;
    const model = await get<Model>("/api/live/model");
    const facts: [string, string][] = [
      ["file", model.name], ["network", `${model.network}, ${model.precision}`],
      ["runs on", model.providerNote ? `${model.provider}; ${model.providerNote}` : model.provider], ["hash", model.hash],
      ["off unless turned on", model.untrained.join(", ") || "no class"], ...factsOf(model.origin),
    ];
    this.swapping.list(model);
    this.microscope.close();
    byId("model").replaceChildren(...facts.flatMap(([name, value]) => [make("dt", "", name), make("dd", "", value)]));
  }
}

/** What the model's file says of its training, so far as it does. */
function factsOf(origin: Record<string, unknown>): [string, string][] {
  const recipe = origin["recipe"] as { data?: { yaml?: string | null; synthetic?: { count?: number } | null }[]; training?: { steps?: number } } | undefined;
  const facts: [string, string][] = [];
  const data = recipe?.data?.map((one) => one.yaml ?? (one.synthetic ? `${one.synthetic.count ?? "some"} rendered images` : "")).filter((name) => name !== "");
  if (data !== undefined && data.length > 0) facts.push(["trained on", data.join(", ")]);
  if (recipe?.training?.steps !== undefined) facts.push(["steps", String(recipe.training.steps)]);
  if (typeof origin["commit"] === "string" && origin["commit"] !== "") facts.push(["made by commit", origin["commit"].slice(0, 10)]);
  return facts;
}

async function start(): Promise<void> {
  startTheme(byId("theme"));
  await openSession();
  new LivePage(await get<Extras>("/api/live/extras"));
}

start().catch((error: unknown) => {
  byId("banner").hidden = false;
  byId("banner").textContent = error instanceof Error ? error.message : String(error);
});
