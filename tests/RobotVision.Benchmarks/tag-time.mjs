// How long a person would need to tag frames on the page of `tag`: node tests/RobotVision.Benchmarks/tag-time.mjs SET LIST [ball,robot] [3] [MINUTES]
// SET is a YOLO data set with true labels, LIST one of its lists. Of its frames with 3 objects of these classes, some of each, 15 are given to a training of
// MINUTES, as `teach` does first, and 50 others are tagged by real keys and drags in a real Chromium, first with the shipped model's guesses and then with
// those of the new one. The person knows the truth: right guesses are accepted (a guess that overlaps by half), wrong ones removed, what is missing is drawn.
// A look at each frame and at each missing object counts 1.5 s, a key, a press and a release of the mouse 0.4 s each. In the end the files must hold the truth.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inRepository, robotvision } from "./live-run.mjs";

const lookSeconds = 1.5, keySeconds = 0.4, taught = 15, tagged = 50;
const ours = ["ball", "robot", "goalpost", "obstacle", "line_l", "line_t", "line_x", "penalty_mark"];
const [set, list, wanted = "ball,robot", objects = "3", minutes = "10"] = process.argv.slice(2);
const classes = wanted.split(",");
const { chromium } = await import(inRepository("artifacts/bin/RobotVision.Tools.Tests/release/.playwright/package/index.mjs"));

const linesOf = (...file) => readFileSync(path.join(...file), "utf8").split("\n").filter(Boolean);
const names = Object.fromEntries(linesOf(set, "data.yaml").map((line) => /^ +(\d+): *(\S+)/.exec(line)).filter(Boolean).map(([, n, name]) => [n, name]));
const toBox = ([x, y, w, h]) => ({ x1: x - w / 2, y1: y - h / 2, x2: x + w / 2, y2: y + h / 2 });
const truthOf = (image) => linesOf(set, image.replace(/^images/, "labels").replace(/\.\w+$/, ".txt"))
  .map((line) => line.split(" ").map(Number)).filter(([n]) => classes.includes(names[n]))
  .map(([n, ...box]) => ({ c: ours.indexOf(names[n]), ...toBox(box) }));
const fits = (truth) => truth.length === Number(objects) && classes.every((name) => truth.some((one) => ours[one.c] === name));
const frames = linesOf(set, list).map((image) => ({ image, truth: truthOf(image) })).filter(({ truth }) => fits(truth));
const evenly = (all, count) => Array.from({ length: count }, (_, i) => all[Math.floor((i + 0.5) * all.length / count)]);
const needed = taught + tagged;
if (frames.length < needed) throw new Error(`${list}: expected at least ${needed} frames with ${objects} objects of ${wanted}, found ${frames.length}`);
const first = evenly(frames, taught);
const rest = evenly(frames.filter((frame) => !first.includes(frame)), tagged);
console.log(`${frames.length} frames of ${list} have ${objects} of ${wanted}; ${taught} are trained on, ${tagged} others tagged`);

const stemOf = (i) => `frame-${String(i).padStart(6, "0")}`;
const folder = mkdtempSync(path.join(tmpdir(), "tag-time-"));
const unlabelled = ours.filter((name) => !classes.includes(name)).join(", ");
function write(name, chosen, withLabels) {
  const to = path.join(folder, name);
  for (const part of ["images", "labels"]) mkdirSync(path.join(to, part), { recursive: true });
  chosen.forEach(({ image, truth }, i) => {
    const stem = stemOf(i);
    copyFileSync(path.join(set, image), path.join(to, "images", stem + path.extname(image)));
    const line = ({ c, x1, y1, x2, y2 }) => `${c} ${(x1 + x2) / 2} ${(y1 + y2) / 2} ${x2 - x1} ${y2 - y1}\n`;
    if (withLabels) writeFileSync(path.join(to, "labels", `${stem}.txt`), truth.map(line).join(""));
  });
  writeFileSync(path.join(to, "data.yaml"), `path: .\ntrain: images\nnames: [${ours.join(", ")}]\nunlabelled: [${unlabelled}]\n`);
  return to;
}

const overlap = (a, b) => {
  const w = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1), h = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  const area = (box) => (box.x2 - box.x1) * (box.y2 - box.y1);
  return w > 0 && h > 0 ? (w * h) / (area(a) + area(b) - w * h) : 0;
};

/** Tags all frames with a model's guesses; returns what it took. */
async function tag(model, name) {
  const to = write(name, rest, false);
  const program = spawn(robotvision, ["tag", to, "--no-browser", "--model", model], { stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  program.stdout.on("data", (text) => { told += text; });
  while (!/http\S+#\S+/.test(told)) await new Promise((done) => setTimeout(done, 100));
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: { width: 1200, height: 760 } });
  await page.goto(/http\S+#\S+/.exec(told)[0]);
  const took = { looks: 0, keys: 0, drags: 0, accepted: 0, removed: 0, drawn: 0 };
  const press = async (...keys) => { for (const key of keys) { await page.keyboard.press(key); took.keys++; } };

  for (let index = 0; index < rest.length; index++) {
    await page.waitForFunction((number) => document.querySelector("#number").value === String(number), index + 1);
    await page.waitForFunction(() => /guess/.test(document.querySelector("#guessing").textContent));
    const frame = await page.evaluate((i) => fetch(`/api/frames/${i}`).then((answer) => answer.json()), index);
    const missing = [...rest[index].truth];
    const isRight = (guess) => {
      const at = missing.findIndex((one) => one.c === guess.c && overlap(one, guess) >= 0.5);
      if (at >= 0) missing.splice(at, 1);
      return at >= 0;
    };
    const shown = frame.guesses.filter((guess) => guess.sure && classes.includes(ours[guess.c]));
    const right = [...shown].sort((a, b) => b.p - a.p).filter(isRight);
    took.looks++;
    const waiting = [...shown];
    for (const guess of shown.filter((one) => !right.includes(one))) {
      const at = waiting.indexOf(guess); // E goes from guess to guess, and begins anew after a removal
      await press(...Array(at + 1).fill("e"), "Delete");
      waiting.splice(at, 1);
      took.removed++;
    }
    took.accepted += right.length;
    for (const one of missing) await draw(page, one, index, took, press);
    await press(right.length > 0 ? "Space" : "d");
  }
  await page.waitForTimeout(1500);
  await browser.close();
  program.kill("SIGINT");
  await new Promise((done) => program.on("exit", done));
  took.wrong = rest.filter(({ truth }, i) => {
    const numbers = linesOf(to, "labels", `${stemOf(i)}.txt`).map((line) => line.split(" ").map(Number));
    const boxes = numbers.map(([c, ...box]) => ({ c, ...toBox(box) }));
    return boxes.length !== truth.length || !truth.every((one) => boxes.some((box) => box.c === one.c && overlap(box, one) >= 0.5));
  }).length;
  return took;
}

/** Draws a box with the mouse. */
async function draw(page, box, index, took, press) {
  const [width, height] = await page.evaluate(async (i) => {
    const picture = await createImageBitmap(await (await fetch(`/api/frames/${i}/image`)).blob());
    return [picture.width, picture.height];
  }, index);
  const view = await page.locator("#picture").boundingBox();
  const scale = Math.min((view.width - 24) / width, (view.height - 24) / height);
  const at = (x, y) => [view.x + (view.width - width * scale) / 2 + x * width * scale, view.y + (view.height - height * scale) / 2 + y * height * scale];
  await press(String(box.c + 1));
  await page.mouse.move(...at(box.x1, box.y1));
  await page.mouse.down();
  await page.mouse.move(...at(box.x2, box.y2), { steps: 4 });
  await page.mouse.up();
  took.looks++;
  took.drags++;
  took.drawn++;
}

const learned = write("learned", first, true);
const model = path.join(folder, "taught.onnx");
const began = Date.now();
const recipe = [inRepository("models/teach.yaml"), "--data", path.join(learned, "data.yaml"), "--minutes", minutes];
execFileSync(robotvision, ["train", ...recipe, "--output", model], { stdio: "ignore" });
console.log(`training: ${((Date.now() - began) / 60_000).toFixed(1)} minutes`);
console.log("guesses of | seconds | a frame | looks | keys | drags | guesses accepted | removed | drawn | frames with wrong files");
const models = [["the shipped model", inRepository("models/grid.int8.onnx")], [`a model taught ${taught} frames`, model.replace(".onnx", ".int8.onnx")]];
for (const [name, file] of models) {
  const took = await tag(file, name.replaceAll(" ", "-"));
  const seconds = took.looks * lookSeconds + (took.keys + 2 * took.drags) * keySeconds;
  const { looks, keys, drags, accepted, removed, drawn, wrong } = took;
  console.log([name, seconds.toFixed(0), (seconds / tagged).toFixed(1), looks, keys, drags, accepted, removed, drawn, wrong].join(" | "));
}
rmSync(folder, { recursive: true, force: true });
