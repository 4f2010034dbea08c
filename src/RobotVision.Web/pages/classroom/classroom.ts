import { byId, make, startTheme, tell } from "../shared/dom";
import { openSession } from "../shared/server";
import { current, say, setLanguage, type Language } from "./language";
import type { Step } from "./lesson";
import { Convolution } from "./convolution";
import { Curves } from "./curves";
import { Digits } from "./digits";
import { Lecture } from "./lecture";
import { Perceptron } from "./perceptron";
import { Playground } from "./playground";
import { Xor } from "./xor";

const key = "classroom-step";

/** The page: the steps of the lecture in their order, of which one is shown. */
class Classroom {
  private readonly steps: Step[] = [new Perceptron(), new Xor(), new Playground(), new Convolution(), new Digits(), new Lecture(), new Curves()];
  private shown = this.steps.find((step) => step.id === localStorage.getItem(key)) ?? this.steps[0]!;

  start(): void {
    for (const language of ["de", "en"] as const) byId(language).addEventListener("click", () => this.speak(language));
    this.speak(current());
  }

  private speak(language: Language): void {
    setLanguage(language);
    for (const known of ["de", "en"]) byId(known).setAttribute("aria-pressed", String(known === language));
    byId("theme").setAttribute("aria-label", say("dark or light", "dunkel oder hell"));
    byId("title").textContent = say("Neural networks to touch", "Neuronale Netze zum Anfassen");
    byId("steps").replaceChildren(
      ...this.steps.map((step, i) => {
        const link = make("button", "", make("span", "index", String(i + 1)), step.title());
        link.id = `to-${step.id}`;
        link.type = "button";
        link.addEventListener("click", () => this.open(step, true));
        return make("li", "", link);
      }),
    );
    document.querySelector("nav")!.setAttribute("aria-label", say("steps", "Schritte"));
    this.open(this.shown, false);
  }

  private open(step: Step, isChosen: boolean): void {
    if (step !== this.shown) this.shown.hide?.();
    this.shown = step;
    localStorage.setItem(key, step.id);
    document.title = `${step.title()} · RobotVision`;
    for (const other of this.steps) {
      const link = byId(`to-${other.id}`);
      if (other === step) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    byId(`to-${step.id}`).scrollIntoView({ block: "nearest", inline: "nearest" });
    const host = make("section", `step ${step.id}`);
    const title = make("h2", "", step.title());
    title.id = "step-title";
    host.setAttribute("aria-labelledby", title.id);
    host.append(title);
    byId("step").replaceChildren(host);
    if (isChosen) byId("step").focus();
    Promise.resolve(step.show(host)).catch((error: unknown) => tell(error instanceof Error ? error.message : String(error)));
  }
}

async function start(): Promise<void> {
  startTheme(byId("theme"));
  await openSession();
  new Classroom().start();
}

start().catch((error: unknown) => {
  byId("banner").hidden = false;
  byId("banner").textContent = error instanceof Error ? error.message : String(error);
});
