import { byId, tell } from "../shared/dom";
import { get, post } from "../shared/server";
import type { Model, State } from "./types";

/** Swaps the model for another one of its folder, and back. */
export class Swapping {
  private readonly names = byId<HTMLSelectElement>("swap-names");
  private readonly back = byId<HTMLButtonElement>("swap-back");
  private readonly force = byId<HTMLInputElement>("swap-force");
  private readonly answer = byId("swap-answer");
  private isAsking = false;

  constructor() {
    byId("swap").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask(() => post("/api/live/model", { name: this.names.value, force: this.force.checked }));
    });
    this.back.addEventListener("click", () => void this.ask(() => post("/api/model/back")));
    // Files come and go, for example those of a training.
    this.names.addEventListener("focus", () => void get<Model>("/api/live/model").then((model) => this.list(model), () => undefined));
  }

  /** Shows which models there are; nothing where the program cannot swap. */
  list(model: Model): void {
    byId("swap").hidden = model.models.length === 0;
    const chosen = this.names.value;
    this.names.replaceChildren(...model.models.map((name) => new Option(name === model.name ? `${name} (runs)` : name, name)));
    if (model.models.includes(chosen)) this.names.value = chosen;
    else this.names.value = model.models.find((name) => name !== model.name) ?? model.name;
  }

  /** Shows whether the model before is still kept. */
  show(state: State): void {
    const { swap } = state.state;
    const isKept = swap?.status === "probation";
    if (!isKept && document.activeElement === this.back) this.names.focus(); // what has the focus must not vanish
    this.back.hidden = !isKept;
    if (isKept) this.back.title = `${swap.before_file} again`;
  }

  private async ask(request: () => Promise<unknown>): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    this.answer.textContent = "The program tries it …";
    try {
      const answer = await request() as { told: string; earlier?: string | null };
      this.answer.textContent = answer.earlier ? `${answer.told} Earlier: ${answer.earlier}` : answer.told;
    } catch (error) {
      this.answer.textContent = error instanceof Error ? error.message : String(error);
      tell("The model was not swapped.");
    } finally {
      this.isAsking = false;
    }
  }
}
