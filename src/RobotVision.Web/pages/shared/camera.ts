import { byId, make, tell } from "./dom";
import { get, post, put } from "./server";

interface Control {
  name: string; label: string; group: string; kind: "number" | "boolean" | "menu" | "button" | "large_number" | "number_menu";
  minimum: number; maximum: number; step: number; default: number; value: number; isInactive: boolean; isReadOnly: boolean;
  menu: { number: number; label: string }[];
}

interface Answer { cameras: string[]; controls: Control[]; problems: string[] }

const pause = 60; // milliseconds between two changes that are sent
const lookAgain = 2000; // milliseconds until values are read again that the camera changes by itself
const patience = 1500; // milliseconds after a change in which what is read does not move it

/** The controls of the camera as its driver describes them: sliders, boxes, menus and buttons. */
export class Camera {
  private readonly list = byId("camera-controls");
  private readonly panel = byId<HTMLDetailsElement>("camera");
  private readonly rows = new Map<string, { update: (control: Control) => void; changed: number }>();
  private readonly waiting = new Map<string, number>();
  private readonly chosen = document.querySelector<HTMLSelectElement>("#camera-of"); // where a page has several cameras
  private isSending = false;

  constructor(name: string) {
    this.panel.hidden = false;
    byId("camera-name").textContent = name;
    this.panel.addEventListener("toggle", () => void this.look());
    this.chosen?.addEventListener("change", () => {
      byId("camera-name").textContent = this.chosen!.selectedOptions[0]!.textContent;
      this.rows.clear(); // of another camera
      this.list.replaceChildren();
      get<Answer>(`/api/camera${this.query}`).then((answer) => this.show(answer), (error: Error) => tell(error.message));
    });
    byId("camera-reset").addEventListener("click", () => post<Answer>(`/api/camera/reset${this.query}`).then((answer) => {
      this.rows.forEach((row) => (row.changed = -patience));
      this.show(answer);
      tell("The camera is as its driver sets it.");
    }, (error: Error) => tell(error.message)));
  }

  private async look(): Promise<void> {
    while (this.panel.open) {
      if (!this.isSending) {
        try {
          this.show(await get<Answer>(`/api/camera${this.query}`));
        } catch {
          // The page says so elsewhere.
        }
      }

      await new Promise((done) => window.setTimeout(done, lookAgain));
    }
  }

  private get query(): string {
    return this.chosen?.value ? `?of=${this.chosen.value}` : "";
  }

  private show({ cameras, controls, problems }: Answer): void {
    if (this.chosen !== null && this.chosen.options.length !== cameras.length) {
      this.chosen.replaceChildren(...cameras.map((camera, i) => new Option(camera, String(i))));
      this.chosen.hidden = cameras.length < 2;
    }

    byId("camera-none").hidden = controls.length > 0;
    byId("camera-problems").textContent = problems.join(" ");
    if (controls.map((one) => one.name).join() !== [...this.rows.keys()].join()) {
      this.rows.clear();
      let group = "";
      this.list.replaceChildren(...controls.flatMap((one) => {
        const row = this.row(one);
        if (one.group === group) return [row];
        group = one.group;
        return [make("li", "group", one.group), row];
      }));
    }

    const now = performance.now();
    for (const one of controls) {
      const row = this.rows.get(one.name)!;
      if (now - row.changed >= patience && !this.waiting.has(one.name)) row.update(one);
    }
  }

  private row(control: Control): HTMLLIElement {
    const id = `control-${control.name}`;
    const label = make("label", "what", control.label);
    label.htmlFor = id;
    const change = (value: number): void => {
      this.rows.get(control.name)!.changed = performance.now();
      this.waiting.set(control.name, value);
      if (!this.isSending) void this.send();
    };
    const add = (update: (now: Control) => void, ...parts: HTMLElement[]): HTMLLIElement => {
      this.rows.set(control.name, { update, changed: -patience });
      return make("li", "", ...parts);
    };
    if (control.kind === "button") {
      const button = make("button", "", control.label);
      button.addEventListener("click", () => change(0));
      return add((now) => (button.disabled = now.isInactive || now.isReadOnly), button);
    }

    if (control.kind === "menu" || control.kind === "number_menu") {
      const menu = make("select", "");
      menu.id = id;
      menu.replaceChildren(...control.menu.map((choice) => new Option(choice.label, String(choice.number))));
      menu.addEventListener("change", () => change(Number(menu.value)));
      return add((now) => {
        menu.value = String(now.value);
        menu.disabled = now.isInactive || now.isReadOnly;
      }, label, menu);
    }

    const input = make("input", "");
    input.id = id;
    if (control.kind === "boolean") {
      input.type = "checkbox";
      input.addEventListener("change", () => change(input.checked ? 1 : 0));
      return add((now) => {
        input.checked = now.value !== 0;
        input.disabled = now.isInactive || now.isReadOnly;
      }, label, input);
    }

    const value = make("output", "", String(control.value));
    Object.assign(input, { type: "range", min: String(control.minimum), max: String(control.maximum), step: String(control.step) });
    input.title = `${control.minimum} to ${control.maximum}, ${control.default} by itself`;
    input.addEventListener("input", () => {
      value.textContent = input.value;
      change(Number(input.value));
    });
    return add((now) => {
      input.value = value.textContent = String(now.value);
      input.disabled = now.isInactive || now.isReadOnly;
    }, label, input, value);
  }

  /** Sends changes one after the other, of each control the last one. */
  private async send(): Promise<void> {
    this.isSending = true;
    try {
      for (let next = this.waiting.entries().next(); next.value !== undefined; next = this.waiting.entries().next()) {
        const [name, value] = next.value;
        this.waiting.delete(name);
        this.show(await put<Answer>(`/api/camera${this.query}`, { name, value }));
        await new Promise((done) => window.setTimeout(done, pause));
      }
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    } finally {
      this.isSending = false;
    }
  }
}
