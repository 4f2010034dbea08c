// The rounds and the table of compare-peers.sh, which installs and builds what they need.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import path from "node:path";

const [top, work, roundText, secondsText, loadText] = process.argv.slice(2);
const [rounds, seconds, isLoaded] = [Number(roundText), Number(secondsText), loadText === "--loaded"];
const here = path.join(top, "tests/RobotVision.Benchmarks/Peers");
const robotvision = path.join(top, "tools/robotvision");
const benchmarks = path.join(top, "artifacts/bin/RobotVision.Benchmarks/release/RobotVision.Benchmarks.dll");
const frames = 16;
/// Computes without end, but not longer than this program is there.
const busy = `while kill -0 ${process.pid} 2>/dev/null; do i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done; done`;
const read = (name) => JSON.parse(readFileSync(path.join(work, name), "utf8"));

const peers = [
  { name: "RobotVision", command: robotvision },
  { name: "OpenCV DNN, C++", command: path.join(work, "opencv_dnn"), words: [] },
  { name: "OpenCV DNN, Python", command: "/usr/bin/python3", words: [path.join(here, "opencv_dnn.py")] },
  { name: "ONNX Runtime, Node, sharp", command: process.execPath, words: [path.join(here, "onnxruntime_node.mjs")] },
];

/// Ours works on the same frames from memory; of its stages the time from the picture to the detections counts.
function measureOurs(model, images) {
  const file = path.join(work, "bench.json");
  // A run has three variants, each with a third of the time: read from the files, from memory, and from memory as one of several cameras.
  execFileSync(robotvision, ["bench", images, "--model", model, "--looks", "0", "--threads", "1", "--sizes", "1", "--cameras", "1",
    "--seconds", String(Math.max(1, 3 * seconds)), "--json", file], { stdio: "ignore" });
  const { system, groups } = JSON.parse(readFileSync(file, "utf8"));
  const variant = groups.find((group) => group.topic === "picture_size").variants[0];
  return { system, version: `ONNX Runtime ${system.onnx_runtime}, ${system.runtime}`, frames: variant.frames, processor_ms: variant.processor_ms,
    p50: variant.detect.p50, p99: variant.detect.p99 ?? variant.detect.max };
}

function measure(peer, model, images) {
  if (!peer.words) return measureOurs(model, images);
  const run = spawnSync(peer.command, [...peer.words, model, work, path.join(work, "peer.f32"), String(seconds)],
    { encoding: "utf8", maxBuffer: 1 << 26 });
  if (run.status !== 0) return { problem: (/error: (.*)/s.exec(run.stderr)?.[1] ?? run.stderr).replaceAll(/\s+/g, " ").trim() };
  return { ...JSON.parse(run.stdout), difference: differenceOf(readFileSync(path.join(work, "peer.f32"))) };
}

/// The largest difference from our outputs of the network.
function differenceOf(bytes) {
  const [own, other] = [readFileSync(path.join(work, "ours.f32")), bytes].map((all) => new Float32Array(all.buffer, all.byteOffset, all.length / 4));
  if (own.length !== other.length) return Infinity;
  return own.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0);
}

/// How many of our detections a peer has too, its own of the same class with a box that overlaps by more than half, and how many it has besides.
function sameDetections(own, other) {
  const left = [...other];
  let same = 0;
  for (const one of own) {
    const at = left.findIndex((two) => one[0] === two[0] && one[1] === two[1] && overlap(one.slice(3), two.slice(3)) > 0.5);
    if (at < 0) continue;
    left.splice(at, 1);
    same++;
  }
  return `${same} of ${own.length}${left.length > 0 ? `, ${left.length} more` : ""}`;
}

function overlap(a, b) {
  const [w, h] = [Math.min(a[2], b[2]) - Math.max(a[0], b[0]), Math.min(a[3], b[3]) - Math.max(a[1], b[1])];
  return w <= 0 || h <= 0 ? 0 : w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h);
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const range = (values) => `${Math.min(...values).toFixed(2)}-${Math.max(...values).toFixed(2)}`;

rmSync(path.join(work, "images"), { recursive: true, force: true });
mkdirSync(path.join(work, "images"), { recursive: true });
execFileSync(robotvision, ["synthesize", "--count", String(frames), "--seed", "77", "--output", path.join(work, "images")], { stdio: "ignore" });
const images = path.join(work, "images", "images");
for (const file of ["models/grid.onnx", "models/grid.int8.onnx"]) {
  const model = path.join(top, file);
  execFileSync("dotnet", [benchmarks, "peers", model, images, work], { stdio: ["ignore", "ignore", "inherit"] });
  const [results, before] = [new Map(peers.map((peer) => [peer, []])), loadavg()[0]];
  const loops = Array.from({ length: isLoaded ? availableParallelism() : 0 }, () => spawn("sh", ["-c", busy], { stdio: "ignore" }));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const peer of round % 2 === 0 ? peers : peers.toReversed()) {
        if (results.get(peer)[0]?.problem) continue;
        results.get(peer).push(measure(peer, model, images));
        process.stderr.write(`${file}, round ${round + 1} of ${rounds}: ${peer.name}\n`);
      }
    }
  } finally {
    for (const loop of loops) loop.kill("SIGKILL");
  }

  const ours = results.get(peers[0]);
  const { system } = ours[0];
  console.log(`\n${file}, ${frames} rendered frames of 640x480, one thread, ${isLoaded ? `${availableParallelism()} busy loops beside` : "no load of ours"}; `
    + `${system.processor}, ${system.instructions}, ${system.cores} cores, load average before ${before.toFixed(1)}; ${rounds} rounds of ${seconds} s each in turn\n`);
  console.log("| program | p50 ms | p99 ms | p50 as a multiple of ours: median, rounds | CPU ms a frame (ours: tracked and published too) | output differs by at most | our detections found |");
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const peer of peers) {
    const all = results.get(peer);
    if (all[0].problem) {
      console.log(`| ${peer.name} | - | - | - | - | cannot run it: ${all[0].problem.slice(0, 300).replaceAll("|", "/")} | - |`);
      continue;
    }
    const ratios = all.map((one, round) => one.p50 / ours[round].p50);
    console.log(`| ${[`${peer.name} (${all[0].version})`, median(all.map((one) => one.p50)).toFixed(2), median(all.map((one) => one.p99)).toFixed(2),
      `${median(ratios).toFixed(2)}, ${range(ratios)}`, median(all.map((one) => one.processor_ms)).toFixed(2),
      peer.words ? all[0].difference.toPrecision(2) : "-", peer.words ? sameDetections(read("ours.json"), all[0].detections) : "-"].join(" | ")} |`);
  }
}
