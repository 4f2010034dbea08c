/** What the server tells; see TagMessages.cs. Boxes are parts of the image: 0..1, x right, y down. */
export interface Box { x1: number; y1: number; x2: number; y2: number }

/** A tagged object: class number of the data set, box, and the track that carried it. */
export interface Tagged extends Box { n: number; track?: number; key?: boolean }

/** What the model sees: our class number (from 8 on an extra class), confidence. */
export interface Guess extends Box { c: number; p: number; sure: boolean; gone?: boolean }

export type Status = "untouched" | "draft" | "done" | "unclear";
export const statuses: readonly Status[] = ["untouched", "draft", "done", "unclear"];

export interface FrameMessage {
  index: number; version: string; status: Status; objects: Tagged[]; problem?: string; foreign: boolean; guesses?: Guess[];
}

export interface TagClass { number: number; name: string; class: number; ignore: boolean; point: boolean; tagged: boolean }

export interface SetMessage { version: string; teaches: boolean; title: string; classes: TagClass[]; names: string[]; recordings: number[] }

export interface Progress {
  frames: number; done: number; drafts: number; unclear: number; objects: Record<string, number>; seconds: number;
}

export interface ChangesMessage { set: string; rows: number[][]; progress: Progress; toUndo?: string; toRedo?: string; model?: string }

/** What lists and filters know of a frame. */
export interface Row { status: Status; doubt: number; disagreements: number; guesses: number; problem: boolean; objects: Map<number, number> }

export function unpackRow(row: number[]): Row {
  const objects = new Map<number, number>();
  for (let i = 6; i + 1 < row.length; i += 2) objects.set(row[i]!, row[i + 1]!);
  return { status: statuses[row[1]!]!, doubt: row[2]!, disagreements: row[3]!, guesses: row[4]!, problem: row[5] === 1, objects };
}

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Intersection over union. */
export function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const h = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (w <= 0 || h <= 0) return 0;
  const area = (box: Box): number => (box.x2 - box.x1) * (box.y2 - box.y1);
  return (w * h) / (area(a) + area(b) - w * h);
}
