// Hours of a live run: node tests/RobotVision.Benchmarks/soak.mjs [MINUTES] [FOLDER]
// A rendered match comes as a stream whose sender dies every 45 seconds and comes back after five; ten viewers come and go, the model is swapped every two
// minutes, everything is recorded in a ring of 200 MB. Every ten seconds memory, open files, threads and frames are written to soak.csv in the folder, and
// in the end soak.svg. Prints the means of the second and of the last quarter, which should be the same.
import { execFile, execFileSync, spawn } from "node:child_process";
import dgram from "node:dgram";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { comeAndGo, inRepository, robotvision, sleep, startRun } from "./live-run.mjs";

const minutes = Number(process.argv[2] ?? 60);
const output = process.argv[3] ?? "soak";
const folder = mkdtempSync(path.join(tmpdir(), "soak-"));
mkdirSync(output, { recursive: true });
const match = path.join(folder, "match.mp4");
execFileSync(robotvision, ["synthesize", "--clip", "--count", "300", "--seed", "7", "--output", match], { stdio: "ignore" });

const socket = dgram.createSocket("udp4");
await new Promise((done) => socket.bind(0, "127.0.0.1", done));
const stream = `udp://127.0.0.1:${socket.address().port}`; // a port that was free a moment ago
await new Promise((done) => socket.close(done));

let goesOn = true;
let senders = 0;
async function send() {
  while (goesOn) {
    senders++;
    const sender = spawn("ffmpeg", ["-loglevel", "error", "-re", "-stream_loop", "-1", "-i", match, "-c:v", "libx264", "-preset", "ultrafast", "-tune",
      "zerolatency", "-g", "15", "-f", "mpegts", `${stream}?pkt_size=1316`], { stdio: "ignore" });
    const gone = new Promise((done) => sender.on("exit", done));
    await Promise.race([sleep(45), gone]);
    sender.kill("SIGKILL");
    await gone;
    await sleep(5);
  }
}

const sending = send();
const run = await startRun(
  ["--camera", stream, "--jsonl", "/dev/null", "--record", path.join(folder, "recordings"), "--record-limit", "200MB", "--record-floor", "0"], folder);
const endViewers = comeAndGo(run);

let [swaps, refused] = [0, 0];
async function swap() {
  const models = ["grid.onnx", "grid.int8.onnx"];
  for (let i = 0; goesOn; i++) {
    for (let wait = 0; wait < 120 && goesOn; wait++) await sleep(1);
    if (!goesOn) return;
    await new Promise((done) => execFile(robotvision, ["swap", inRepository("models", models[i % 2]), "--into", run.page],
      (error) => { if (error) refused++; else swaps++; done(); }));
  }
}

const swapping = swap();
const columns = ["minutes", "managed MB", "resident MB", "open files", "threads", "frames"];
const csv = path.join(output, "soak.csv");
writeFileSync(csv, `${columns.join(",")}\n`);
const rows = [];
const began = performance.now();
while (performance.now() - began < minutes * 60_000) {
  await sleep(10);
  const [managed, resident, frames] = await run.measure("memory_managed", "memory_resident", "frames_published");
  const count = (name) => readdirSync(`/proc/${run.pid}/${name}`).length;
  rows.push([(performance.now() - began) / 60_000, managed / 2 ** 20, resident / 2 ** 20, count("fd"), count("task"), frames]);
  appendFileSync(csv, `${rows.at(-1).map((value) => Number(value.toFixed(2))).join(",")}\n`);
}

const mean = (column, from, to) => {
  const part = rows.slice(Math.floor(from * rows.length), Math.floor(to * rows.length)).map((row) => row[column]);
  return part.reduce((sum, value) => sum + value, 0) / part.length;
};
for (let column = 1; column <= 4; column++) {
  const [second, last] = [mean(column, 0.25, 0.5), mean(column, 0.75, 1)];
  console.log(`${columns[column]}: ${second.toFixed(1)} in the second quarter, ${last.toFixed(1)} in the last (${((last / second - 1) * 100).toFixed(1)} %)`);
}
goesOn = false;
endViewers();
await Promise.all([sending, swapping]);
console.log(`${rows.at(-1)[5]} frames, ${senders} senders, ${swaps} swaps, ${refused} refused; exit code ${await run.stop()}`);
writeFileSync(path.join(output, "soak.svg"), plot());
rmSync(folder, { recursive: true });
process.exit(0);

/** Four charts one below the other. */
function plot() {
  const [width, height, left] = [720, 110, 90];
  const charts = [1, 2, 3, 4].map((column, i) => {
    const most = Math.max(...rows.map((row) => row[column])) * 1.1;
    const points = rows.map((row) => `${(left + row[0] / minutes * (width - left - 10)).toFixed(1)},${(i * height + 100 - row[column] / most * 85).toFixed(1)}`);
    return `<text x="4" y="${i * height + 20}">${columns[column]}</text><text x="${left - 6}" y="${i * height + 104}" text-anchor="end">0</text>`
      + `<text x="${left - 6}" y="${i * height + 36}" text-anchor="end">${most.toFixed(0)}</text>`
      + `<path d="M${left} ${i * height + 15}V${i * height + 100}H${width - 10}" fill="none" stroke="#888"/>`
      + `<polyline points="${points.join(" ")}" fill="none" stroke="#1f77b4" stroke-width="1.5"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${4 * height + 20}" font-family="sans-serif" font-size="12">`
    + `<rect width="100%" height="100%" fill="#fff"/>${charts.join("")}<text x="${width - 10}" y="${4 * height + 14}" text-anchor="end">${minutes} minutes</text></svg>\n`;
}
