/** What the server tells; see TrainingEndpoints.cs. */
export interface Point {
  /** Which training, where it is not the one whose weights are exported; step; seconds. */
  w?: string; s: number; t?: number;
  /** Losses by part, learning rate, images a second. */
  l?: Record<string, number>; lr?: number; v?: number;
  /** Measured: losses on training and validation images, average precision a class. */
  train?: Record<string, number>; val?: Record<string, number>; ap?: Record<string, number>;
}

export interface State {
  work: string; done: number; total: number; areSteps: boolean; imagesPerSecond: number; learningRate: number; secondsLeft?: number; processor: string;
  isEndingEarly: boolean; whyNotEndEarly?: string; outcome?: string;
}

export interface Changes { name: string; state: State; from: number; points: Point[]; look: number }

export interface Run {
  number: number; name: string; isGoingOn: boolean; isFinished: boolean; endedEarlyAt?: number; f1?: number; options: Record<string, string>;
}

export interface Runs { runs: Run[]; current?: number }

type Corners = [number, number, number, number];

export interface Sample {
  name: string; width: number; height: number; labels: { c: number; box: Corners; ignore: boolean }[]; found: { c: number; p: number; box: Corners }[];
  presence?: number[];
}

export interface Samples { number?: number; step: number; work: string; areTrainedOn: boolean; problem?: string; classes: string[]; samples: Sample[] }

/** The sum of all parts of a loss, or one of them. */
export function lossOf(losses: Record<string, number> | undefined, part: string): number | null {
  if (losses === undefined) return null;
  return part === "" ? Object.values(losses).reduce((sum, value) => sum + value, 0) : losses[part] ?? null;
}

/** The mean over the classes, or one of them. */
export function qualityOf(precision: Record<string, number> | undefined, kind: string): number | null {
  if (precision === undefined) return null;
  const values = Object.values(precision);
  return kind !== "" ? precision[kind] ?? null : values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}
