import { digits } from "../shared/chart";
import { byId, make } from "../shared/dom";
import { Picture } from "./picture";
import { cameraOf, type CameraState, type LiveFrame, type State } from "./types";

interface View { stage: HTMLElement; picture: Picture; name: HTMLButtonElement; how: HTMLElement }

/** The pictures of all cameras side by side, of which one is chosen: what is listed, stepped through, kept and looked into is of that one. */
export class Pictures {
  /** The picture of the only camera, or the first one. */
  readonly first = new Picture(byId<HTMLCanvasElement>("picture"), byId<HTMLCanvasElement>("marks"));

  /** The name of the chosen camera; undefined before the first frame. */
  chosen: string | undefined;

  private readonly host = byId("pictures");
  private readonly views = new Map<string, View>();

  constructor(private readonly onChosen: (camera: string, stage: HTMLElement) => void) {}

  /** Whether there are several cameras. */
  get areSeveral(): boolean {
    return this.views.size > 1;
  }

  /** Shows a frame in the picture of its camera. */
  show(frame: LiveFrame): void {
    this.viewOf(cameraOf(frame)).picture.show(frame);
  }

  /** Shows how each camera is, where there are several. */
  tell({ state }: State): void {
    for (const camera of state.cameras ?? []) {
      const view = this.viewOf(camera.camera ?? camera.source);
      view.how.textContent = howIs(camera);
      view.stage.parentElement!.classList.toggle("lost", camera.health?.level === "lost");
    }
  }

  private choose(name: string): void {
    this.chosen = name;
    for (const [other, view] of this.views) {
      view.picture.isListed = other === name;
      view.name.setAttribute("aria-pressed", String(other === name));
      view.stage.parentElement!.classList.toggle("chosen", other === name);
    }

    const view = this.views.get(name)!;
    view.picture.list();
    this.onChosen(name, view.stage);
  }

  private viewOf(name: string): View {
    const known = this.views.get(name);
    if (known !== undefined) return known;
    const [isFirst, button, how] = [this.views.size === 0, make("button", "", name), make("span", "quiet")];
    const stage = isFirst ? byId("stage") : make("div", "stage", make("canvas", "picture"), make("canvas", "marks"));
    const [picture, marks] = [...stage.querySelectorAll("canvas")] as [HTMLCanvasElement, HTMLCanvasElement];
    if (!isFirst) {
      picture.setAttribute("role", "img");
      picture.setAttribute("aria-label", `${name}: no frame yet`);
      marks.setAttribute("aria-hidden", "true");
      [picture.width, picture.height] = [640, 480];
    }

    const view = { stage, picture: isFirst ? this.first : new Picture(picture, marks, `${name}, `), name: button, how };
    const figure = isFirst ? stage.parentElement! : make("figure", "view", stage);
    figure.append(make("figcaption", "row", button, how));
    if (!isFirst) this.host.append(figure);
    button.title = "list, step through and keep the frames of this camera";
    button.addEventListener("click", () => this.choose(name));
    stage.addEventListener("click", () => this.choose(name));
    this.views.set(name, view);
    this.host.classList.toggle("several", this.views.size > 1);
    if (isFirst) this.choose(name);
    else {
      view.picture.isListed = false;
      button.setAttribute("aria-pressed", "false");
    }

    return view;
  }
}

function howIs(camera: CameraState): string {
  if (camera.status !== "running") return camera.problem ?? camera.status.replace("_", " ");
  const reason = camera.health?.reasons[0]?.text;
  return `${digits(camera.health?.frames_per_second ?? 0)} frames/s${reason === undefined ? "" : `: ${reason}`}`;
}
