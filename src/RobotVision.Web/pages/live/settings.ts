import { colourOf } from "../shared/classes";
import { byId, make, tell } from "../shared/dom";
import { put } from "../shared/server";
import { setClasses, type State } from "./types";

const pause = 60; // milliseconds between two changes that are sent
const patience = 1500; // milliseconds after a change in which the program's own values do not move a slider

/** Sliders that act on the next frame: thresholds a class, number of close-ups. */
export class Settings {
  private readonly rows = new Map<string, { slider: HTMLInputElement; isOn: HTMLInputElement; value: HTMLOutputElement; changed: number }>();
  private readonly closeUps = byId<HTMLInputElement>("close-ups");
  private readonly waiting = new Map<string, () => Promise<unknown>>();
  private changedCloseUps = 0;
  private isSending = false;

  constructor() {
    this.closeUps.addEventListener("input", () => {
      this.changedCloseUps = performance.now();
      byId("close-ups-value").textContent = this.closeUps.value;
      this.send("close-ups", () => put("/api/live/close-ups", { count: Number(this.closeUps.value) }));
    });
  }

  /** Shows what the program uses, unless it is being changed here. */
  show(state: State): void {
    const now = performance.now();
    const names = Object.keys(state.thresholds);
    if (setClasses(names) || this.rows.size === 0) {
      this.rows.clear();
      byId("thresholds").replaceChildren(...names.map((name, i) => this.row(name, i)));
    }

    for (const [name, row] of this.rows) {
      if (now - row.changed < patience) continue;
      const value = state.thresholds[name];
      row.isOn.checked = value !== null && value !== undefined;
      row.slider.disabled = !row.isOn.checked;
      if (typeof value === "number") row.slider.value = String(value);
      row.value.textContent = typeof value === "number" ? value.toFixed(2) : "off";
    }

    byId("close-ups-row").hidden = state.most_close_ups === 0;
    if (now - this.changedCloseUps < patience) return;
    this.closeUps.max = String(state.most_close_ups);
    this.closeUps.value = String(state.close_ups);
    byId("close-ups-value").textContent = String(state.close_ups);
  }

  private row(name: string, i: number): HTMLLIElement {
    const [slider, isOn, value] = [make("input", ""), make("input", ""), make("output", "", "")];
    Object.assign(slider, { type: "range", min: "0.02", max: "0.98", step: "0.01", id: `threshold-${name}` });
    Object.assign(isOn, { type: "checkbox", id: `on-${name}`, title: "detect this class" });
    isOn.setAttribute("aria-label", `detect ${name}`);
    const swatch = make("span", "swatch");
    swatch.style.background = colourOf(i);
    const label = make("label", "what", name);
    label.htmlFor = slider.id;
    const row = { slider, isOn, value, changed: -patience };
    const change = (): void => {
      row.changed = performance.now();
      slider.disabled = !isOn.checked;
      value.textContent = isOn.checked ? Number(slider.value).toFixed(2) : "off";
      this.send(name, () => put("/api/live/thresholds", { class: name, value: isOn.checked ? Number(slider.value) : null }));
    };
    slider.addEventListener("input", change);
    isOn.addEventListener("change", change);
    this.rows.set(name, row);
    return make("li", "", isOn, swatch, label, slider, value);
  }

  /** Sends changes one after the other, of each setting the last one. */
  private send(name: string, change: () => Promise<unknown>): void {
    this.waiting.set(name, change);
    if (!this.isSending) void this.sendAll();
  }

  private async sendAll(): Promise<void> {
    this.isSending = true;
    try {
      for (let next = this.waiting.entries().next(); next.value !== undefined; next = this.waiting.entries().next()) {
        this.waiting.delete(next.value[0]);
        await next.value[1]();
        await new Promise((done) => window.setTimeout(done, pause));
      }
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    } finally {
      this.isSending = false;
    }
  }
}
