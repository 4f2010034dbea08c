// A live run under measurement: starts it, connects viewers to its page, reads its memory. Shared by viewers.mjs and soak.mjs.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import WebSocket from "ws";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The command. */
export const robotvision = path.join(top, "tools/robotvision");

/** A file of the repository. */
export const inRepository = (...parts) => path.join(top, ...parts);

export const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Starts `robotvision run ... --web --foxglove` in a folder, behind the words of `before`, and opens a session at its page. */
export async function startRun(options, folder, before = []) {
  const [program, ...words] = [...before, robotvision, "run", ...options, "--web", "--foxglove"];
  const run = spawn(program, words, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  run.stderr.on("data", (text) => { errors += text; });
  const ended = new Promise((done) => run.on("exit", done));
  while (!/foxglove {2}\S+/.test(errors)) await sleep(0.1);
  const [, address, token] = /page {6}(http\S+)#(\S+)/.exec(errors);
  const origin = address.replace(/\/$/, "");
  const session = await fetch(`${origin}/api/session`, { method: "POST", body: token, headers: { Origin: origin } });
  const cookie = session.headers.get("set-cookie").split(";")[0];
  return {
    pid: run.pid, origin, ended, page: `${address}#${token}`, foxglove: /foxglove {2}(\S+)/.exec(errors)[1],
    get errors() { return errors; },
    stop: () => { run.kill("SIGINT"); return ended; },

    /** A connection of the live page. */
    livePage: () => new WebSocket(`${origin.replace("http", "ws")}/api/live`, { headers: { Cookie: cookie, Origin: origin } }),

    /** One of the numbers that the run tells about itself. */
    async measure(...names) {
      const text = await (await fetch(`${origin}/metrics`)).text();
      return names.map((name) => Number(new RegExp(`^robotvision_${name}\\S* (\\S+)`, "m").exec(text)?.[1]));
    },
  };
}

/** Ten viewers, each of which stays for two to seven seconds before another one comes; returns what ends them. */
export function comeAndGo(run) {
  let goesOn = true;
  const one = async () => {
    while (goesOn) {
      const socket = run.livePage();
      socket.on("error", () => {});
      // As the page does: whoever shows a frame asks for the next one.
      socket.on("message", (_, isFrame) => { if (isFrame && socket.readyState === WebSocket.OPEN) socket.send("got"); });
      await sleep(2 + 5 * Math.random());
      socket.terminate();
    }
  };
  for (let i = 0; i < 10; i++) void one();
  return () => { goesOn = false; };
}
