// What models find against the time they take here: node tests/RobotVision.Benchmarks/quality-time.mjs OUTPUT.svg [MODEL.onnx ...]
// Each model looks at the whole view alone and with 3 and 6 close-ups. Quality: F1 at own thresholds, mean of the classes of a set, then of the sets below,
// of which the real ones lie in ../shared/data. Time: from the decoded picture of 640 x 480 to the detections, one thread, median.
// Prints a table and draws it. Five minutes and more a model on two cores; of the times only ratios hold on a machine that others use.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inRepository, robotvision } from "./live-run.mjs";

const looks = [0, 3, 6];
const sets = ["nimbro_fields.yaml=test", "ssl.yaml=test", "msl.yaml=val"].flatMap((set) => ["--data", inRepository("models/data", set)]);
sets.push("--synthetic", "seed=2000001,count=300,width=640,height=480");
const [output, ...named] = process.argv.slice(2);
if (!output?.endsWith(".svg")) throw new Error("expected the picture to write, OUTPUT.svg, and models");
const models = named.length > 0 ? named : ["grid-s.int8.onnx", "grid.int8.onnx", "grid.onnx"].map((name) => inRepository("models", name));

const folder = mkdtempSync(path.join(tmpdir(), "quality-time-"));
const bench = path.join(folder, "bench.json");
execFileSync(robotvision, [
  "bench", "--seconds", "60", "--threads", "1", "--sizes", "1", "--cameras", "1", "--looks", looks.join(","), "--json", bench,
  ...models.flatMap((model) => ["--model", model]),
], { stdio: ["ignore", "ignore", "inherit"] });
const { system, groups } = JSON.parse(readFileSync(bench, "utf8"));
rmSync(folder, { recursive: true });
const variants = groups.find((group) => group.topic === "whole_way").variants;

/** The mean over the sets of the mean F1 of those of their classes that are labelled. */
function qualityOf(model, closeUps) {
  const output = mkdtempSync(path.join(tmpdir(), "quality-time-"));
  execFileSync(robotvision, ["evaluate", "--model", model, "--looks", String(closeUps), "--output", output, ...sets], { stdio: ["ignore", "ignore", "inherit"] });
  const means = readdirSync(output).map((set) => {
    const scores = JSON.parse(readFileSync(path.join(output, set, "metrics.json"), "utf8")).classes.map((one) => one.score).filter((score) => score.labels > 0);
    return mean(scores.map((score) => score.f1));
  });
  rmSync(output, { recursive: true });
  return mean(means);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value) / values.length;
}

const lines = models.map((model) => ({
  name: path.basename(model, ".onnx"),
  points: looks.map((closeUps) => ({
    closeUps,
    ms: variants.find((one) => path.basename(one.variant.model) === path.basename(model) && one.variant.close_ups === closeUps).detect.p50,
    f1: qualityOf(model, closeUps),
  })),
}));
console.log(`${system.processor} (${system.instructions}), ${system.operating_system}, one thread\nmodel            close-ups      ms  mean F1`);
for (const { name, points } of lines)
  for (const { closeUps, ms, f1 } of points) console.log(`${name.padEnd(16)} ${String(closeUps).padStart(9)} ${ms.toFixed(2).padStart(7)}  ${f1.toFixed(3).padStart(7)}`);
writeFileSync(output, plot());

/** F1 over milliseconds, a line a model through its numbers of close-ups. */
function plot() {
  const [width, height, left, right, top, bottom] = [720, 380, 60, 20, 44, 50];
  const all = lines.flatMap(({ points }) => points);
  const [from, to] = [2 ** Math.floor(Math.log2(Math.min(...all.map((point) => point.ms)))), 2 ** Math.ceil(Math.log2(Math.max(...all.map((point) => point.ms))))];
  const low = Math.floor(Math.min(...all.map((point) => point.f1)) * 20) / 20, high = Math.ceil(Math.max(...all.map((point) => point.f1)) * 20) / 20;
  const x = (ms) => left + Math.log2(ms / from) / Math.log2(to / from) * (width - left - right);
  const y = (f1) => height - bottom - (f1 - low) / (high - low) * (height - top - bottom);
  const colours = ["#0072b2", "#56b4e9", "#d55e00", "#e69f00", "#009e73", "#cc79a7"];
  const parts = [];
  for (let ms = from; ms <= to; ms *= 2)
    parts.push(`<path d="M${x(ms)} ${top}V${height - bottom}" stroke="#ddd"/><text x="${x(ms)}" y="${height - bottom + 16}" text-anchor="middle">${ms}</text>`);
  for (let f1 = low; f1 < high + 1e-9; f1 += 0.05)
    parts.push(`<path d="M${left} ${y(f1).toFixed(1)}H${width - right}" stroke="#ddd"/><text x="${left - 6}" y="${(y(f1) + 4).toFixed(1)}" text-anchor="end">${f1.toFixed(2)}</text>`);
  lines.forEach(({ name, points }, i) => {
    const colour = colours[i % colours.length];
    parts.push(`<polyline points="${points.map(({ ms, f1 }) => `${x(ms).toFixed(1)},${y(f1).toFixed(1)}`).join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    for (const { closeUps, ms, f1 } of points)
      parts.push(`<circle cx="${x(ms).toFixed(1)}" cy="${y(f1).toFixed(1)}" r="4" fill="${colour}"/><text x="${(x(ms) + 7).toFixed(1)}" y="${(y(f1) + 14).toFixed(1)}" fill="#444">${closeUps}</text>`);
    parts.push(`<rect x="${left + i * 140}" y="14" width="12" height="12" fill="${colour}"/><text x="${left + 17 + i * 140}" y="24">${name}</text>`);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" fill="#222">`
    + `<rect width="100%" height="100%" fill="#fff"/>${parts.join("")}`
    + `<text x="${(left + width - right) / 2}" y="${height - 12}" text-anchor="middle">ms a frame (${system.processor}, ${system.instructions}, one thread); the numbers are close-ups</text>`
    + `<text transform="translate(16 ${(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">mean F1 of four sets</text></svg>\n`;
}
