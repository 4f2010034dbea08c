// What a replay costs beside plain decoding: whole processes in turn, wall-clock and CPU time.
// node tests/RobotVision.Benchmarks/replay.mjs VIDEO ROUNDS [MODEL ...]
// Without models: the shipped int8 one. CPU time is that of the process and of those it started.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [video, rounds, ...named] = process.argv.slice(2);
if (!video || !(rounds > 0)) {
  console.error('usage: node replay.mjs VIDEO ROUNDS [MODEL ...]');
  process.exit(2);
}
const inTree = name => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const tools = inTree('artifacts/bin/RobotVision.Tools/release/RobotVision.Tools.dll');
const models = named.length > 0 ? named : [inTree('models/grid.int8.onnx')];
const ways = [
  ['ffmpeg to bgr24', ['ffmpeg', '-loglevel', 'error', '-i', video, '-f', 'rawvideo', '-pix_fmt', 'bgr24', '-y', '/dev/null']],
  ...models.map(model => [`replay, ${model.split('/').at(-1)}`, ['dotnet', tools, 'replay', video, '--model', model, '--require', 'cpu']]),
];

/** Seconds of wall-clock and CPU time of a command, and what it printed. */
function run(command) {
  const done = spawnSync('bash', ['-c', 'TIMEFORMAT="took %R %U %S"; time "$@"', 'bash', ...command], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command.join(' ')}: exit code ${done.status}: ${done.stderr.slice(-300)}`);
  const [wall, user, system] = done.stderr.match(/took (\S+) (\S+) (\S+)/).slice(1).map(Number);
  return { wall, cpu: user + system };
}

const probe = spawnSync('ffprobe', ['-v', 'error', '-count_packets', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0', video],
  { encoding: 'utf8' });
const frames = parseInt(probe.stdout, 10);
const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const runs = ways.map(() => []);
for (let round = 0; round < rounds; round++) for (const [i, [, command]] of ways.entries()) runs[i].push(run(command));

console.log(`${frames} frames; medians of ${rounds} rounds`);
for (const [i, [name]] of ways.entries()) {
  const [wall, cpu] = ['wall', 'cpu'].map(kind => median(runs[i].map(one => one[kind])));
  console.log(`${name.padEnd(32)} ${(frames / wall).toFixed(0).padStart(5)} frames/s, ${(cpu / frames * 1000).toFixed(2)} ms of CPU a frame, `
    + `${(wall).toFixed(2)} s (${Math.min(...runs[i].map(one => one.wall)).toFixed(2)}-${Math.max(...runs[i].map(one => one.wall)).toFixed(2)})`);
}
