// ONNX Runtime in Node with sharp as a peer of compare-peers.sh: node onnxruntime_node.mjs MODEL FOLDER OUTPUTS SECONDS
// From a decoded BGR frame in memory to detections on one thread of the network: sharp's resize, normalisation, network, decoding. sharp works on a thread
// of Node's own pool, while JavaScript waits for it; of its kernels, the cubic one comes nearest to the mean of an area. The modules are those in FOLDER.
// Prints one line of JSON.
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [model, folder, outputs, seconds] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(folder), "package.json"));
const [ort, sharp] = [require("onnxruntime-node"), require("sharp")];
sharp.concurrency(1);
sharp.cache(false);
const [width, height, count, classes, cells, mean, scale, ...thresholds] = readFileSync(path.join(folder, "layout.txt"), "utf8").trim().split(" ").map(Number);
const pixels = readFileSync(path.join(folder, "frames.bgr"));
const frames = Array.from({ length: count }, (_, i) => pixels.subarray(i * width * height * 3, (i + 1) * width * height * 3));
const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: "sequential" });
const [side, plane] = [96, cells * cells];
const input = new Float32Array(3 * side * side);
const feeds = { [session.inputNames[0]]: new ort.Tensor("float32", input, [1, 3, side, side]) };
const clamp = (value, most) => Math.min(Math.max(value, 0), most);

function overlap(a, b) {
  const [w, h] = [Math.min(a[4], b[4]) - Math.max(a[2], b[2]), Math.min(a[5], b[5]) - Math.max(a[3], b[3])];
  return w <= 0 || h <= 0 ? 0 : w * h / ((a[4] - a[2]) * (a[5] - a[3]) + (b[4] - b[2]) * (b[5] - b[3]) - w * h);
}

function isPeak(maps, from, cell) {
  const [row, column] = [Math.floor(cell / cells), cell % cells];
  for (let y = Math.max(0, row - 1); y <= Math.min(cells - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(cells - 1, column + 1); x++) {
      const other = y * cells + x;
      if (maps[from + other] > maps[from + cell] || (maps[from + other] === maps[from + cell] && other < cell)) return false;
    }
  }
  return true;
}

/// Peaks of each class's map, the most confident first, unless a more confident one of the class covers them.
function decode(maps) {
  const found = [];
  for (let c = 0; c < classes; c++) {
    if (!(thresholds[c] < 1)) continue;
    const [from, least, peaks, own] = [c * 5 * plane, Math.log(thresholds[c] / (1 - thresholds[c])), [], []];
    for (let cell = 0; cell < plane; cell++) if (maps[from + cell] >= least && isPeak(maps, from, cell)) peaks.push(cell);
    peaks.sort((a, b) => maps[from + b] - maps[from + a]);
    for (const cell of peaks) {
      const value = (k) => maps[from + k * plane + cell];
      const [x, y] = [width * (cell % cells + 0.5 + value(1)) / cells, height * (Math.floor(cell / cells) + 0.5 + value(2)) / cells];
      const [w, h] = [width, height].map((sides, k) => sides * Math.exp(Math.min(Math.max(value(3 + k), -4), 4)) / cells);
      const one = [c, 1 / (1 + Math.exp(-value(0))), clamp(x - w / 2, width), clamp(y - h / 2, height), clamp(x + w / 2, width), clamp(y + h / 2, height)];
      if ((one[4] - one[2]) * (one[5] - one[3]) > 0 && own.every((other) => overlap(one, other) <= 0.45)) own.push(one);
    }
    found.push(...own);
  }
  return found;
}

async function work(frame) {
  const small = await sharp(frame, { raw: { width, height, channels: 3 } }).resize(side, side, { fit: "fill", kernel: "cubic" }).raw().toBuffer();
  for (let i = 0; i < side * side; i++)
    for (let channel = 0; channel < 3; channel++) input[channel * side * side + i] = (small[3 * i + 2 - channel] - mean) * scale;
  const output = (await session.run(feeds))[session.outputNames[0]].data;
  return [output, decode(output)];
}

const detections = [];
const file = openSync(outputs, "w");
for (const [number, frame] of frames.entries()) {
  const [output, found] = await work(frame);
  writeSync(file, new Uint8Array(output.buffer, output.byteOffset, output.byteLength));
  detections.push(...found.map((one) => [number, ...one]));
}
closeSync(file);
for (const start = performance.now(); performance.now() - start < 500;) await work(frames[0]);
const times = [];
const [start, used] = [performance.now(), process.cpuUsage()];
while (performance.now() - start < Number(seconds) * 1000) {
  const begin = performance.now();
  await work(frames[times.length % count]);
  times.push(performance.now() - begin);
}
const { user, system } = process.cpuUsage(used);
times.sort((a, b) => a - b);
console.log(JSON.stringify({
  version: `ONNX Runtime ${require("onnxruntime-node/package.json").version}, sharp ${sharp.versions.sharp}, Node ${process.versions.node}`,
  frames: times.length, p50: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)], processor_ms: (user + system) / 1000 / times.length,
  detections,
}));
