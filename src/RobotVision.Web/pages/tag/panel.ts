import { colourOf } from "../shared/classes";
import { byId, make, tell } from "../shared/dom";
import type { Editor } from "./editor";
import type { Progress, TagClass } from "./types";

/** The panel beside the picture: classes, the frame's objects and guesses, progress. */
export class Panel {
  private progress: Progress | null = null;
  private said = "";
  private readonly seen = new Map<string, string>(); // what is selected in each list

  constructor(private readonly editor: Editor) {
    const step = (list: string, choose: (by: 1 | -1) => void): void => byId(list).addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      event.stopPropagation();
      choose(event.key === "ArrowDown" ? 1 : -1);
    });
    step("objects", (by) => editor.selectNext(by));
    step("classes", (by) => {
      editor.current = editor.classAfter(by);
      this.showClasses();
      tell(editor.current.name);
    });
  }

  showProgress(progress: Progress): void {
    this.progress = progress;
    const judged = progress.done + progress.unclear;
    const share = progress.frames > 0 ? (100 * judged) / progress.frames : 0;
    byId("bar").style.width = `${share}%`;
    const meter = byId("meter");
    meter.setAttribute("aria-valuenow", share.toFixed(0));
    const each = judged > 0 ? `${(progress.seconds / judged).toFixed(1)} s a frame` : "";
    const parts = [
      `${progress.done} of ${progress.frames} done`, progress.drafts ? `${progress.drafts} carried or begun` : "",
      progress.unclear ? `${progress.unclear} unclear` : "", each,
    ];
    byId("figures").textContent = parts.filter(Boolean).join(" · ");
    this.showClasses();
  }

  show(model: string | undefined, showGuesses: boolean): void {
    this.showClasses();
    const { editor } = this;
    const status = byId("status");
    status.className = `status ${editor.status}`;
    status.textContent = { untouched: "not tagged", draft: "begun", done: "done", unclear: "unclear" }[editor.status];
    const isSelected = (kind: string, index: number): boolean => editor.selection?.kind === kind && editor.selection.index === index;
    const rows = editor.objects.map((one, index) => {
      const known = editor.classOf(one.n);
      const text = known.name + (one.track !== undefined && !one.key ? " (followed)" : "");
      return this.row(text, known, "", isSelected("object", index), false, () => editor.select({ kind: "object", index }));
    });
    if (showGuesses) for (const index of editor.waiting) {
      const guess = editor.guesses![index]!;
      const known = editor.classes.find((one) => one.class === guess.c && !one.ignore) ?? editor.classOf(-1);
      rows.push(this.row(`${known.name}?`, known, `${Math.round(guess.p * 100)} %`, isSelected("guess", index), true, () =>
        editor.select({ kind: "guess", index })));
    }
    const none = { untouched: "nothing tagged yet", draft: "nothing tagged yet", done: "nothing here", unclear: "not to be used" }[editor.status];
    if (rows.length === 0) rows.push(this.emptyRow(none));
    const { selection } = editor;
    this.fill("objects", rows, selection ? `${editor.frame?.index} ${selection.kind} ${selection.index}` : "");
    const waiting = editor.waiting.length;
    byId("guessing").textContent = model === undefined ? "no model" : editor.guesses === undefined ? `${model} is looking …`
      : waiting === 0 ? `${model}: no guess is open` : `${model}: ${waiting} ${waiting === 1 ? "guess" : "guesses"} to decide`;
    this.say(model);
  }

  /** What a screen reader reads when the frame or the selection changes. */
  private say(model: string | undefined): void {
    const { editor } = this;
    const box = editor.selectedBox;
    const { selection } = editor;
    const name = selection?.kind === "guess" ? `guess ${editor.classes.find((one) => one.class === editor.guesses?.[selection.index]?.c)?.name ?? ""}`
      : editor.selected ? editor.classOf(editor.selected.n).name : "";
    const percent = (value: number): string => (100 * value).toFixed(0);
    const text = box
      ? `${name}, left ${percent(box.x1)}, top ${percent(box.y1)}, width ${percent(box.x2 - box.x1)}, height ${percent(box.y2 - box.y1)} per cent`
      : `frame ${(editor.frame?.index ?? 0) + 1}, ${editor.status}, ${editor.objects.length} objects${model ? `, ${editor.waiting.length} guesses` : ""}`;
    if (text !== this.said) byId("said").textContent = this.said = text;
  }

  private showClasses(): void {
    const { editor } = this;
    const rows = editor.drawable.map((known, at) => {
      const count = this.progress?.objects[String(known.number)] ?? 0;
      const row = this.row(known.name, known, count > 0 ? String(count) : "", known === editor.current, false, () => {
        editor.current = known;
        this.showClasses();
      });
      if (at < 9) row.prepend(make("kbd", "", String(at + 1)));
      return row;
    });
    this.fill("classes", rows, String(editor.current.number));
  }

  /** Shows the rows of a list; when another one is selected than before, that one is scrolled to. */
  private fill(list: string, rows: HTMLLIElement[], selected: string): void {
    byId(list).replaceChildren(...rows);
    if (this.seen.get(list) !== selected) rows.find((row) => row.ariaSelected === "true")?.scrollIntoView({ block: "nearest" });
    this.seen.set(list, selected);
  }

  /** What a list has to have for screen readers where it has nothing. */
  private emptyRow(text: string): HTMLLIElement {
    const row = make("li", "quiet", text);
    row.setAttribute("role", "option");
    row.setAttribute("aria-disabled", "true");
    return row;
  }

  private row(text: string, known: TagClass, more: string, selected: boolean, guess: boolean, choose: () => void): HTMLLIElement {
    const swatch = make("span", known.point ? "swatch point" : "swatch");
    swatch.style.background = colourOf(known.class);
    swatch.style.setProperty("--swatch", colourOf(known.class));
    const row = make("li", guess ? "guess" : "", swatch, make("span", "what", text), make("span", "quiet", more));
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(selected));
    row.addEventListener("click", choose);
    return row;
  }
}
