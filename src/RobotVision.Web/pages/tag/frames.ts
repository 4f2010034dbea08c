import { type Row, type SetMessage, type TagClass, unpackRow } from "./types";

const imagesAhead = 3;
const imagesKept = 14;
const doubtful = 40; // per cent, about 0.3..0.7 of confidence

/** A way to choose frames. */
export interface Filter { id: string; name: string; takes(row: Row | undefined, index: number): boolean }

/** All frames: what is known of each, which are shown, and the images of those around. */
export class Frames {
  readonly rows: (Row | undefined)[];
  readonly filters: Filter[];
  filter: Filter;
  taught: number[] = []; // the frames that would teach most, best first
  private readonly images = new Map<number, Promise<HTMLImageElement>>();

  constructor(readonly set: SetMessage) {
    this.rows = new Array<Row | undefined>(set.names.length);
    const of = (status: string) => (row: Row | undefined): boolean => (row?.status ?? "untouched") === status;
    const byClass = set.classes.filter((known: TagClass) => !known.ignore && known.class >= 0).map((known) => ({
      id: `class-${known.number}`, name: `with ${known.name}`, takes: (row: Row | undefined) => row?.objects.has(known.number) === true,
    }));
    this.filters = [
      { id: "all", name: "all frames", takes: () => true },
      { id: "todo", name: "not done", takes: (row) => row === undefined || row.status === "untouched" || row.status === "draft" },
      { id: "draft", name: "carried, not confirmed", takes: of("draft") },
      { id: "done", name: "done", takes: of("done") },
      { id: "unclear", name: "unclear", takes: of("unclear") },
      { id: "doubt", name: "model in doubt", takes: (row) => row !== undefined && row.doubt >= doubtful },
      { id: "disagree", name: "labels and model disagree", takes: (row) => row !== undefined && row.disagreements > 0 },
      { id: "teach", name: "would teach most", takes: (_, index) => this.taught.includes(index) },
      { id: "problem", name: "with a problem", takes: (row) => row?.problem === true },
      { id: "ignored", name: "with ignored objects", takes: (row) => set.classes.some((known) => known.ignore && row?.objects.has(known.number)) },
      ...byClass,
    ];
    this.filter = this.filters[0]!;
  }

  get count(): number { return this.set.names.length; }

  update(packed: readonly number[][]): number[] {
    return packed.map((row) => {
      this.rows[row[0]!] = unpackRow(row);
      return row[0]!;
    });
  }

  /** The next frame in a direction that the filter takes; null for none. */
  step(from: number, by: 1 | -1): number | null {
    if (this.filter.id === "teach") {
      const at = this.taught.indexOf(from);
      return this.taught[at < 0 ? (by > 0 ? 0 : this.taught.length - 1) : at + by] ?? null;
    }

    for (let i = from + by; i >= 0 && i < this.count; i += by) if (this.filter.takes(this.rows[i], i)) return i;
    return null;
  }

  /** The next frame that nobody has done, round the end; null when all are. */
  nextToDo(from: number): number | null {
    const isToDo = (i: number): boolean => ["untouched", "draft"].includes(this.rows[i]?.status ?? "untouched");
    if (this.filter.id === "teach") return this.taught.find((i) => i !== from && isToDo(i)) ?? this.taught.find(isToDo) ?? null;
    for (let k = 1; k <= this.count; k++) {
      const i = (from + k) % this.count;
      if (isToDo(i) && (this.filter.id === "all" || this.filter.id === "done" || this.filter.takes(this.rows[i], i))) return i;
    }
    return null;
  }

  /** A decoded image; those that are likely to follow are fetched too. */
  image(index: number): Promise<HTMLImageElement> {
    const wanted = this.fetch(index);
    let [ahead, behind]: (number | null)[] = [index, index];
    for (let k = 0; k < imagesAhead && ahead !== null; k++) {
      ahead = this.step(ahead, 1);
      if (ahead !== null) void this.fetch(ahead).catch(() => undefined);
    }
    behind = this.step(index, -1);
    if (behind !== null) void this.fetch(behind).catch(() => undefined);
    for (const old of this.images.keys()) {
      if (this.images.size <= imagesKept) break;
      if (old !== index) this.images.delete(old);
    }
    return wanted;
  }

  private fetch(index: number): Promise<HTMLImageElement> {
    let image = this.images.get(index);
    this.images.delete(index);
    if (image === undefined) {
      const element = new Image();
      element.src = `/api/frames/${index}/image`;
      image = element.decode().then(() => element, () => { throw new Error(`${this.set.names[index]}: the image cannot be shown.`); });
      image.catch(() => this.images.delete(index));
    }
    this.images.set(index, image); // the newest last
    return image;
  }
}
