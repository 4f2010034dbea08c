import { byId, make, startTheme, tell } from "../shared/dom";
import { get, openSession } from "../shared/server";
import { App } from "./app";
import { Teaching } from "./teaching";
import { commandsOf } from "./commands";
import { labelOf, listen, type Command } from "./keys";
import type { SetMessage } from "./types";

/** Fills the list of keys that ? shows. */
function listKeys(commands: readonly Command[]): void {
  const rows: Node[] = [];
  let group = "";
  for (const command of commands) {
    if (command.group === "") continue;
    if (command.group !== group) rows.push(make("h2", "", (group = command.group)));
    const keys = command.label !== undefined ? make("kbd", "", command.label)
      : make("span", "", ...command.keys.flatMap((key, i) => [i > 0 ? " " : "", make("kbd", "", labelOf(key))]));
    rows.push(make("p", "", make("span", "", command.text), keys));
  }
  byId("key-list").replaceChildren(...rows);
}

async function start(): Promise<void> {
  startTheme(byId("theme"));
  await openSession();
  const set = await get<SetMessage>("/api/set");
  document.title = `${set.title} · tag · RobotVision`;
  byId("title").textContent = set.title;
  const app = new App(set);
  const commands = commandsOf(app);
  listKeys(commands);
  listen(commands);
  await app.start();
  if (set.teaches) await Teaching.start();
}

start().catch((error: unknown) => {
  byId("banner").hidden = false;
  byId("banner").textContent = error instanceof Error ? error.message : String(error);
  tell("The page could not be opened.");
});
