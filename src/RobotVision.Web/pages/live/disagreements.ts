import { colourOf } from "../shared/classes";
import { byId } from "../shared/dom";
import { post } from "../shared/server";
import type { Picture } from "./picture";
import type { Playing } from "./playing";
import { numberOf } from "./types";

interface Difference { class: string; box: [number, number, number, number]; isOwn: boolean }

interface Answer { frame: number; isAtEnd: boolean; differences: Difference[] }

/** Jumps to the next frame of a recording in which the model and another one, or the labels, differ, and shows there what the other side says. */
export class Disagreements {
  private readonly button = byId("disagreement");
  private readonly told = byId("disagreement-told");
  private isSearching = false;
  private found: Answer | undefined;
  private about: { frame: number; isShown: boolean } | undefined; // of what is told

  constructor(private readonly other: string, private readonly playing: Playing, private readonly picture: Picture) {
    this.button.hidden = false;
    this.button.title = `stop at the next frame in which the model and ${other} differ`;
    this.button.addEventListener("click", () => void this.search());
    picture.onMarked = (pen, frame, sx, sy) => this.mark(pen, frame, sx, sy);
  }

  private async search(): Promise<void> {
    if (this.isSearching) {
      this.isSearching = false; // a second click ends it
      return;
    }

    this.isSearching = true;
    this.about = undefined;
    this.button.textContent = "Stop searching";
    try {
      await this.playing.pause();
      const shown = Number(byId("frame-number").textContent) || 0;
      let answer: Answer = { frame: this.playing.asked ?? shown, isAtEnd: false, differences: [] };
      while (this.isSearching && !answer.isAtEnd && answer.differences.length === 0) {
        answer = await post<Answer>(`/api/live/disagreements/${answer.frame + 1}`);
        this.told.textContent = `searched up to frame ${answer.frame}`;
      }

      if (answer.differences.length > 0) await this.open(answer);
      else if (answer.isAtEnd) {
        this.say(`No frame after this one in which the model and ${this.other} differ.`, shown);
        this.picture.mark();
      }
    } catch (error) {
      this.told.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      this.isSearching = false;
      this.button.textContent = "Next disagreement";
    }
  }

  private async open(answer: Answer): Promise<void> {
    this.found = answer;
    const parts = [
      listOf("only the model", answer.differences.filter((one) => one.isOwn)), listOf(`only ${this.other}`, answer.differences.filter((one) => !one.isOwn)),
    ];
    await this.playing.goTo(answer.frame);
    this.say(`Frame ${answer.frame}: ${parts.filter((part) => part !== "").join("; ")}`, answer.frame);
    this.picture.mark();
  }

  /** Tells something of a frame, until that one has been shown and another one is. */
  private say(text: string, frame: number): void {
    this.told.textContent = text;
    this.about = { frame, isShown: false };
  }

  /** Draws, dashed, what the other side alone has; dotted around, what the model alone has. */
  private mark(pen: CanvasRenderingContext2D, frame: number, sx: number, sy: number): void {
    if (this.about?.frame === frame) this.about.isShown = true;
    else if (this.about?.isShown) {
      this.about = undefined;
      this.told.textContent = "";
    }

    if (this.found?.frame !== frame) return;
    for (const { class: name, box: [x1, y1, x2, y2], isOwn } of this.found.differences) {
      const room = isOwn ? 5 : 0;
      pen.setLineDash(isOwn ? [2, 4] : [8, 5]);
      pen.lineWidth = isOwn ? 2 : 3;
      pen.strokeStyle = colourOf(numberOf(name));
      pen.strokeRect(x1 * sx - room, y1 * sy - room, (x2 - x1) * sx + 2 * room, (y2 - y1) * sy + 2 * room);
    }

    pen.setLineDash([]);
  }
}

function listOf(side: string, differences: Difference[]): string {
  const counts = new Map<string, number>();
  for (const { class: name } of differences) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].map(([name, count]) => (count > 1 ? `${name} x ${count}` : name));
  return names.length === 0 ? "" : `${side}: ${names.join(", ")}`;
}
