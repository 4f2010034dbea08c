// What a busy machine costs a live run, and what --realtime gives back: node tests/RobotVision.Benchmarks/load.mjs [SECONDS] [ROUNDS]
// A rendered match is played as a camera, in turn on the machine as it is and beside two busy loops a core, without and with --realtime (which needs the
// rights). Prints the median, 99th percentile and 99.9th of a frame's time from when it is due until it is handed on.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { robotvision, sleep } from "./live-run.mjs";

const [seconds, rounds] = [Number(process.argv[2] ?? 30), Number(process.argv[3] ?? 3)];
const folder = mkdtempSync(path.join(tmpdir(), "load-"));
const [match, clip, lines] = ["match.mp4", "camera.mp4", "live.jsonl"].map((name) => path.join(folder, name));
execFileSync(robotvision, ["synthesize", "--clip", "--count", "300", "--seed", "7", "--output", match], { stdio: "ignore" });
execFileSync("ffmpeg", ["-loglevel", "error", "-stream_loop", String(Math.ceil(seconds / 10) + 1), "-i", match, "-c", "copy", clip]);

const kinds = [[false, false], [false, true], [true, false], [true, true]];
const times = new Map(kinds.map((kind) => [kind, []]));
let told = "";
console.log(`load at the start ${loadavg()[0].toFixed(1)}`);
for (let round = 0; round < rounds; round++) {
  for (const kind of kinds) {
    const [isBusy, isRealTime] = kind;
    const loops = Array.from({ length: isBusy ? 2 * availableParallelism() : 0 }, () => spawn("sh", ["-c", "while :; do :; done"], { stdio: "ignore" }));
    const run = spawn(robotvision, ["run", "--camera", clip, "--jsonl", lines, ...isRealTime ? ["--realtime"] : []], { stdio: ["ignore", "ignore", "pipe"] });
    run.stderr.on("data", (text) => { told += text; });
    const ended = new Promise((done) => run.on("exit", done));
    await sleep(seconds);
    run.kill("SIGINT");
    await ended;
    for (const loop of loops) loop.kill("SIGKILL");
    const frames = readFileSync(lines, "utf8").split("\n").filter((line) => line.includes('"robotvision.frame/1"') && line.endsWith("}"));
    times.get(kind).push(...frames.slice(60).map((line) => JSON.parse(line).latency_ms.total)); // without the first two seconds
  }
}

for (const [[isBusy, isRealTime], all] of times) {
  all.sort((a, b) => a - b);
  const at = (part) => all[Math.min(all.length - 1, Math.floor(part * all.length))].toFixed(2);
  console.log([isBusy ? "busy" : "as it is", isRealTime ? "--realtime" : "without", `p50 ${at(0.5)}`, `p99 ${at(0.99)}`, `p99.9 ${at(0.999)} ms`,
    `${(all.length / rounds / (seconds - 3)).toFixed(1)} frames/s`].join(" | "));
}
for (const warning of new Set(told.match(/warning: --realtime.*/g))) console.log(warning);
rmSync(folder, { recursive: true });
