/** What the lessons tell; see the records of src/RobotVision.Classroom. */
export type Table = "and" | "or" | "xor";

export interface TruthRow {
  x1: number;
  x2: number;
  target: number;
}

export interface PerceptronState {
  rows: TruthRow[];
  outputs: number[];
  epoch: number;
  next: number;
  w1: number;
  w2: number;
  bias: number;
  errors: number[];
  isLearned: boolean;
  last?: { row: number; sum: number; output: number; error: number; change1: number; change2: number; changeOfBias: number };
}

export interface BackPropagationState {
  epoch: number;
  rows: (TruthRow & { hidden: number[]; output: number })[];
  hiddenWeights: number[];
  outputWeights: number[];
  error: number;
  history: { epoch: number; error: number }[];
  learnedAt?: number;
}

export type Maps = string; // bytes, base64

export interface PlaygroundScene {
  points: { x1: number; x2: number; target: number; isTest: boolean }[];
  features: Maps[];
}

export interface PlaygroundState {
  epoch: number;
  trainingError: number;
  testError: number;
  trainingWrong: number;
  testWrong: number;
  weights: number[][];
  biases: number[][];
  neurons: Maps[][];
  output: Maps;
  scene?: PlaygroundScene;
}

export interface FormulaResult {
  value: number;
  size: number;
  fits: boolean;
  problem?: string;
}

export interface ConvolutionState {
  size: FormulaResult;
  output?: number[];
  rectified?: number[];
  pooledSize?: FormulaResult;
  pooled?: number[];
}

export type PenStrokes = { x: number; y: number }[][];

export interface DigitLayer {
  name: string;
  shape: number[];
  levels: Maps;
}

export interface DigitState {
  step: number;
  steps: number;
  curve: { step: number; wrong: number }[];
  examples?: { digit: number; levels: Maps }[];
  reading?: { digit: number; probabilities: number[]; layers: DigitLayer[] };
}

export interface CurveState {
  points: { step: number; trainingError: number; testError: number; trainingWrong: number; testWrong: number }[];
  steps: number;
  weights: number;
}

export interface NetworkTable {
  name: string;
  inputShape: number[];
  weights: number;
  biases: number;
  multiplyAdds: number;
  layers: {
    name: string;
    kind: string;
    setting?: { size: number; stride: number; padding: number };
    output: number[];
    weights: number;
    biases: number;
    multiplyAdds: number;
  }[];
}
