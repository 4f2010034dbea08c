// From the start of a process to its first result, and what the first ten frames take: programs in turn, whole processes.
// node tests/RobotVision.Benchmarks/start.mjs VIDEO ROUNDS [PROGRAM.dll ...]
// Without programs: the robot process and the command as they were built. Settings such as DOTNET_EnableAVX512=0 are passed on.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const built = name => fileURLToPath(new URL(`../../artifacts/bin/${name}.dll`, import.meta.url));
const [video, rounds, ...named] = process.argv.slice(2);
if (!video || !(rounds > 0)) {
  console.error('usage: node start.mjs VIDEO ROUNDS [PROGRAM.dll ...]');
  process.exit(2);
}
const programs = named.length > 0 ? named : [built('RobotVision.Onboard/release/robotvision-onboard'), built('RobotVision.Tools/release/RobotVision.Tools')];
const [first, frames] = [10, 110];

/** Runs a program live until enough frames came; milliseconds to the first result and of each frame. */
function run(program) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const process = spawn('dotnet', [program, 'run', '--camera', video, '--jsonl', '-'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [results, stages] = [[], []];
    let [begun, looked] = [NaN, NaN];
    createInterface({ input: process.stdout }).on('line', line => {
      const { schema, latency_ms: latency, detections, at } = JSON.parse(line);
      if (schema !== 'robotvision.frame/1' || results.length === frames) return;
      if (results.length === 0) begun = performance.now() - started;
      if (Number.isNaN(looked) && detections.length > 0) looked = performance.now() - started;
      results.push(latency.total);
      stages.push(latency.sample + latency.infer + latency.close_up + latency.decode + latency.place + latency.track);
      if (results.length === frames) process.kill('SIGINT');
    });
    process.on('error', reject);
    process.on('close', () => results.length === frames
      ? resolve({ begun, looked, results, stages }) : reject(new Error(`${program}: ${results.length} of ${frames} frames came`)));
  });
}

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = value => value.toFixed(2).padStart(7);
const runs = programs.map(() => []);
for (let round = 0; round < rounds; round++)
  for (const [i, program] of programs.entries()) runs[i].push(await run(program));

for (const [i, program] of programs.entries()) {
  const one = runs[i];
  const starts = one.map(run => run.begun);
  console.log(`${program}\n  start to first result ${ms(median(starts))} ms (${Math.min(...starts).toFixed(0)}-${Math.max(...starts).toFixed(0)}),`
    + ` to first detection ${ms(median(one.map(run => run.looked)))} ms; medians of ${one.length}`);
  const row = (name, values) => console.log(`  ${name.padEnd(28)}`
    + Array.from({ length: first }, (_, frame) => ms(median(one.map(run => values(run)[frame])))).join('')
    + `  later ${ms(median(one.flatMap(run => values(run).slice(first))))}`);
  console.log(`  ${'frame'.padEnd(28)}${Array.from({ length: first }, (_, frame) => String(frame + 1).padStart(7)).join('')}`);
  row('sample to track, ms', run => run.stages);
  row('due until handed on, ms', run => run.results);
}
