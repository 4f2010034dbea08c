/** What the server tells: robotvision.frame/1 and robotvision.live/1, see the schemas in src/RobotVision/Wire. */
export interface Detection {
  class: string; confidence: number; box: [number, number, number, number]; ground_m?: [number, number]; ground_covariance_m2?: [number, number, number];
  track?: number;
}

export interface Track {
  track: number; class: string; confidence: number; unseen_s: number; ground_m?: [number, number]; ground_covariance_m2?: [number, number, number];
  velocity_m_s?: [number, number];
}

export interface FrameResult {
  frame: number; source: string; source_time_s?: number; captured_at?: string; width: number; height: number; latency_ms?: Record<string, number>;
  detections: Detection[]; tracks?: Track[]; pose?: string;
  inputs?: {
    camera: string; model: string; close_ups: number; thresholds: Record<string, number>;
    pose?: { position_m: [number, number, number]; orientation: [number, number, number, number] };
  };
}

/** A frame with its results, and its picture as a file. */
export interface LiveFrame { result: FrameResult; picture: Blob; time: number }

export interface Health {
  level: "ok" | "degraded" | "lost"; reasons: { problem: string; text: string }[]; quality: "good" | "unsteady" | "bad";
  frames_per_second: number; stalls_in_an_hour: number; losses_in_an_hour: number;
}

/** How a camera is, or all together. */
export interface CameraState {
  status: "waiting" | "running" | "source_lost" | "ended"; source: string; camera?: string; problem?: string; provider: string; published: number;
  dropped: number; times_lost: number; health?: Health; poses?: Record<string, unknown>; drift?: { drifting: boolean; roll_rad: number; pitch_rad: number };
}

export interface State {
  state: CameraState & {
    cameras?: CameraState[]; unsent?: { count: number; problem: string };
    swap?: { status: "probation" | "kept" | "returned"; model: string; file: string; before: string; before_file: string; reason?: string };
    recording?: { active: boolean; file: string; frames: number; dropped: number; problem?: string };
  };
  frames_per_second: number; latency_ms: Record<string, { p50: number; p99: number }>; drops: { stage: string; reason: string; count: number }[];
  model: string; thresholds: Record<string, number | null>; close_ups: number; most_close_ups: number;
  playing?: { goes: boolean; speed: number; frames?: number; can_jump?: boolean; frame?: number };
}

export interface Model {
  name: string; hash: string; network: string; precision: string; provider: string; providerNote: string; untrained: string[]; origin: Record<string, unknown>;
  models: string[];
}

/** The name of a frame's camera. */
export const cameraOf = (frame: LiveFrame): string => frame.result.inputs?.camera ?? frame.result.source;

/** The built-in classes in their order; a model may have others after them. */
let classes = ["ball", "robot", "goalpost", "obstacle", "line_l", "line_t", "line_x", "penalty_mark"];

/** The classes of the model that runs, in their order; whether they are others than before. */
export function setClasses(names: string[]): boolean {
  const isOther = names.join() !== classes.join();
  classes = names;
  return isOther;
}

export const numberOf = (name: string): number => classes.indexOf(name);
