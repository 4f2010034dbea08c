// What viewers cost a live run: node tests/RobotVision.Benchmarks/viewers.mjs [MINUTES] [apart]
// With "apart" the run keeps to one half of the processor cores and the viewers to the other, as if they sat at another machine.
// A rendered match is played as a camera, with the live page's server and Foxglove's. In turn nobody watches, ten viewers come and go, and fifty hostile ones
// never read, send garbage and giant messages or open connections without end. Prints frames/s, median and 99th percentile of a frame's time and memory.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import net from "node:net";
import path from "node:path";
import WebSocket from "ws";
import { comeAndGo, robotvision, sleep, startRun } from "./live-run.mjs";

const minutes = Number(process.argv[2] ?? 30);
const folder = mkdtempSync(path.join(tmpdir(), "viewers-"));
const [match, clip, lines] = ["match.mp4", "camera.mp4", "live.jsonl"].map((name) => path.join(folder, name));

execFileSync(robotvision, ["synthesize", "--clip", "--count", "300", "--seed", "7", "--output", match], { stdio: "ignore" });
const loops = Math.ceil((minutes + 2) * 6);
execFileSync("ffmpeg", ["-loglevel", "error", "-stream_loop", String(loops), "-i", match, "-c", "copy", clip]);

const half = Math.floor(availableParallelism() / 2);
const isApart = process.argv[3] === "apart" && half > 0;
if (isApart) execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", `${half}-${2 * half - 1}`, String(process.pid)], { stdio: "ignore" });
const run = await startRun(["--camera", clip, "--jsonl", lines], folder, isApart ? ["taskset", "--cpu-list", `0-${half - 1}`] : []);

/** Fifty who never read, send garbage or megabytes, or open connections as fast as they can. */
function attack() {
  let goesOn = true;
  const port = Number(new URL(run.origin).port);
  const one = async (kind) => {
    while (goesOn) {
      const socket = kind === 3 ? net.connect(port, "127.0.0.1") : kind === 4 ? new WebSocket(run.foxglove, ["foxglove.sdk.v1"]) : run.livePage();
      socket.on("error", () => {});
      if (kind === 0) socket.on("open", () => socket.pause());
      if (kind === 1) socket.on("open", () => { socket.send(Buffer.alloc(20_000, 7)); socket.send("{{{"); });
      if (kind === 2) socket.on("open", () => socket.send(Buffer.alloc(8 << 20)));
      if (kind === 4) socket.on("open", () => { socket.send("]"); socket.pause(); });
      await sleep(kind === 3 ? 0.01 : 1 + Math.random());
      if (kind === 3) socket.destroy(); else socket.terminate();
    }
  };
  for (let i = 0; i < 50; i++) void one(i % 5);
  return () => { goesOn = false; };
}

const times = () => readFileSync(lines, "utf8").split("\n").filter((line) => line.includes('"robotvision.frame/1"') && line.endsWith("}"))
  .map((line) => JSON.parse(line).latency_ms).filter(Boolean).map((latency) => [latency.total, latency.infer]);
const at = (values, part) => values.length === 0 ? NaN : [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))];

const phases = [["nobody", () => () => {}], ["ten who come and go", () => comeAndGo(run)], ["fifty hostile", attack]];
const seconds = Math.max(10, minutes * 60 / 9);
const measured = new Map(phases.map(([name]) => [name, { frames: 0, total: [], infer: [], memory: [] }]));
console.log("round | viewers | frames/s | total p50 ms | p99 | infer p99 | managed MB | resident MB");
await sleep(10); // the first seconds are those of the start
for (let round = 1; round <= 3; round++) {
  for (const [name, begin] of phases) {
    const before = times().length;
    const end = begin();
    await sleep(seconds);
    end();
    const now = times().slice(before);
    const [managed, resident] = (await run.measure("memory_managed", "memory_resident")).map((bytes) => bytes / 2 ** 20);
    const sum = measured.get(name);
    sum.frames += now.length;
    sum.total.push(...now.map((one) => one[0]));
    sum.infer.push(...now.map((one) => one[1]));
    console.log([round, name, (now.length / seconds).toFixed(1), at(now.map((one) => one[0]), 0.5).toFixed(2), at(now.map((one) => one[0]), 0.99).toFixed(2),
      at(now.map((one) => one[1]), 0.99).toFixed(2), managed.toFixed(1), resident.toFixed(1)].join(" | "));
    await sleep(3);
  }
}

for (const [name, { frames, total, infer }] of measured)
  console.log(`all | ${name} | ${(frames / seconds / 3).toFixed(1)} | ${at(total, 0.5).toFixed(2)} | ${at(total, 0.99).toFixed(2)} | ${at(infer, 0.99).toFixed(2)}`);
console.log(`exit code ${await run.stop()}`);
rmSync(folder, { recursive: true });
process.exit(0);
