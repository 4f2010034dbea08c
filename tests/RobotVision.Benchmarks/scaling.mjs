// How work grows when it is divided: node tests/RobotVision.Benchmarks/scaling.mjs [ROUNDS] [FOLDER]
// Each command runs as a whole on one processor core, then as two parts on a core each, and the parts are merged; in turn, medians. What N workers would take
// is worked out from that: what every part does once (start, model, reading the lists), an Nth of the rest, and the merge, which one machine does. Then the
// search for near duplicates among simulated hashes. Prints tables and writes scaling.svg into FOLDER (the current one unless given).
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inRepository, robotvision } from "./live-run.mjs";

const [rounds, output] = [Number(process.argv[2] ?? 3), process.argv[3] ?? "."];
const folder = mkdtempSync(path.join(tmpdir(), "scaling-"));
const planned = [1, 2, 4, 10, 40, 100];

/** Runs a command of the tool on one core and says how many seconds it took. */
function run(core, ...words) {
  const began = performance.now();
  const program = spawn("taskset", ["--cpu-list", String(core), robotvision, ...words], { stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  program.stderr.on("data", (text) => { errors += text; });
  return new Promise((done, fail) => program.on("exit", (code) => {
    if (code === 0) done((performance.now() - began) / 1000); else fail(new Error(`${words.join(" ")}: exit code ${code}\n${errors}`));
  }));
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const clips = await Promise.all([0, 1, 2, 3].map(async (i) => {
  const clip = path.join(folder, `match-${i}.mp4`);
  await run(i % 2, "synthesize", "--clip", "--count", "120", "--seed", String(i + 1), "--output", clip);
  return clip;
}));
const jobs = [
  ["synthesize", "100 images of 640x480", 100, (to) => ["synthesize", "--count", "100", "--output", to]],
  ["evaluate", "256 rendered images", 256, (to) => ["evaluate", "--synthetic", "seed=2000001,count=256", "--output", to]],
  ["replay", "four recordings of 120 frames", 480, (to) => ["replay", ...clips, "--no-timing", "--jsonl", path.join(to, "{}.jsonl")]],
  ["data extract", "the same", 480, (to) => ["data", "extract", ...clips, "--output", path.join(to, "{}")]],
];

const curves = [];
const columns = ["command", "work", "whole, s", "slower of two parts, s", "merge, s", "whole / (2 x part)", ...planned.slice(2).map((n) => `${n} workers, s`)];
console.log(`| ${columns.join(" | ")} |`);
console.log(`| ${columns.map(() => "---").join(" | ")} |`);
for (const [name, work, items, words] of jobs) {
  const times = { whole: [], part: [], merge: [] };
  for (let round = 0; round <= rounds; round++) {
    const to = path.join(folder, `${name.replace(" ", "-")}-${round}`);
    const whole = await run(0, ...words(`${to}-whole`));
    const parts = await Promise.all([1, 2].map((part) => run(part - 1, ...words(to), "--shard", `${part}/2`)));
    const merge = await run(0, "merge", `${to}.parts`, "-o", to);
    if (round === 0) execFileSync("diff", ["--recursive", `${to}-whole`, to]); // also what warms files and caches up
    else for (const [of, seconds] of [["whole", whole], ["part", Math.max(...parts)], ["merge", merge]]) times[of].push(seconds);
  }
  const [whole, part, merge] = [median(times.whole), median(times.part), median(times.merge)];
  const once = Math.max(0, 2 * part - whole);
  const plan = planned.map((workers) => workers === 1 ? whole : once + (whole - once) / workers + merge);
  curves.push({ name, items, once, whole, merge, plan });
  console.log(`| \`${name}\` | ${work} | ${whole.toFixed(2)} | ${part.toFixed(2)} | ${merge.toFixed(2)} | ${(whole / 2 / part * 100).toFixed(0)} % | `
    + `${plan.slice(2).map((seconds) => seconds.toFixed(2)).join(" | ")} |`);
}

// A hundred hours at 30 frames/s, without the merge, which copies the files of the parts.
const replay = curves.find((curve) => curve.name === "replay");
const frames = 100 * 3600 * 30;
const [each, start] = [(replay.whole - replay.once) / replay.items, replay.once];
console.log(`\nreplay: ${start.toFixed(2)} s once a part, ${(each * 1000).toFixed(3)} ms a frame on one core; 100 hours at 30 frames/s: `
  + `${[1, 2, 10, 40, 100].map((workers) => `${((start + each * frames / workers) / 3600).toFixed(2)} h on ${workers}`).join(", ")}\n`);

const table = execFileSync("dotnet", ["run", "-c", "Release", "--no-build", "--project", inRepository("tests/RobotVision.Benchmarks"), "--",
  "duplicates", "10000", "30000", "100000", "300000", "1000000"], { encoding: "utf8" });
console.log(table);
const rows = table.split("\n").filter((line) => /^\| \d/.test(line))
  .map((line) => line.split("|").slice(1, -1).map((cell) => Number(cell.replaceAll(",", ""))));
writeFileSync(path.join(output, "scaling.svg"), plot([
  { title: "near duplicates: seconds by images", isLegendLeft: true, lines: [
    { name: "through the index", points: rows.map((row) => [row[0], row[2]]) },
    { name: "comparing all", points: rows.filter((row) => row[3] > 0).map((row) => [row[0], row[3]]) }] },
  { title: "near duplicates: MB of the index by images", isLegendLeft: true, lines: [{ name: "memory", points: rows.map((row) => [row[0], row[4]]) }] },
  { title: "seconds by workers (4 and more worked out)", lines: curves.map(({ name, plan }) => (
    { name, points: planned.map((workers, i) => [workers, plan[i]]) })) },
]));
rmSync(folder, { recursive: true });

/** Charts side by side, both axes logarithmic. */
function plot(charts) {
  const [width, height, colours] = [300, 260, ["#1f77b4", "#d62728", "#2ca02c", "#9467bd"]];
  const drawn = charts.map(({ title, lines, isLegendLeft = false }, i) => {
    const axis = (part) => {
      const values = lines.flatMap((line) => line.points.map((point) => point[part]));
      return [10 ** Math.floor(Math.log10(Math.min(...values))), 10 ** Math.ceil(Math.log10(Math.max(...values)))];
    };
    const [[x0, x1], [y0, y1]] = [axis(0), axis(1)];
    const [left, right, top, bottom] = [i * width + 48, (i + 1) * width - 14, 34, height - 30];
    const x = (value) => left + Math.log(value / x0) / Math.log(x1 / x0) * (right - left);
    const y = (value) => bottom - Math.log(value / y0) / Math.log(y1 / y0) * (bottom - top);
    const marks = [];
    for (let at = x0; at <= x1 * 1.01; at *= 10)
      marks.push(`<path d="M${x(at)} ${top}V${bottom}" stroke="#ddd"/>`
        + `<text x="${x(at)}" y="${bottom + 14}" text-anchor="middle">${at.toLocaleString("en")}</text>`);
    for (let at = y0; at <= y1 * 1.01; at *= 10)
      marks.push(`<path d="M${left} ${y(at)}H${right}" stroke="#ddd"/>`
        + `<text x="${left - 4}" y="${y(at) + 4}" text-anchor="end">${Number(at.toPrecision(1))}</text>`);
    const curves = lines.map(({ name, points }, k) =>
      `<polyline points="${points.map((point) => `${x(point[0]).toFixed(1)},${y(point[1]).toFixed(1)}`).join(" ")}" `
      + `fill="none" stroke="${colours[k]}" stroke-width="1.8"/>`
      + points.map((point) => `<circle cx="${x(point[0]).toFixed(1)}" cy="${y(point[1]).toFixed(1)}" r="2.2" fill="${colours[k]}"/>`).join("")
      + `<text x="${isLegendLeft ? left + 6 : right - 4}" y="${top + 14 + 13 * k}" text-anchor="${isLegendLeft ? "start" : "end"}" `
      + `fill="${colours[k]}">${name}</text>`);
    return `<text x="${i * width + 8}" y="18" font-weight="bold">${title}</text>${marks.join("")}${curves.join("")}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${charts.length * width} ${height}" font-family="sans-serif" font-size="10">`
    + `<rect width="100%" height="100%" fill="#fff"/>${drawn.join("")}</svg>\n`;
}
