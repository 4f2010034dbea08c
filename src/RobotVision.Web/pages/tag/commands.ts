import { byId, tell } from "../shared/dom";
import type { App } from "./app";
import type { Command } from "./keys";
import type { TagClass } from "./types";

/** All keys of the page, in the order in which ? shows them. */
export function commandsOf(app: App): Command[] {
  const { editor, picture } = app;
  const step = (by: 1 | -1) => () => app.open(app.frames.step(app.index, by));
  const move = (x: number, y: number) => (event: KeyboardEvent): void => {
    const by = event.shiftKey ? 10 : 1;
    if (editor.selection) app.following.nudge(x * by, y * by, event.ctrlKey || event.altKey);
    else picture.pan(-40 * x, -40 * y);
  };
  const arrow = (name: string, x: number, y: number): Command => ({
    group: "", text: "", run: move(x, y), keys: ["", "shift+", "ctrl+", "alt+", "ctrl+shift+", "alt+shift+"].map((more) => `${more}Arrow${name}`),
  });
  const drawable = editor.drawable.slice(0, 9);
  const classOf = (event: KeyboardEvent): TagClass => drawable[Number(/\d/.exec(event.code)![0]) - 1]!;
  const digits = drawable.map((_, at) => `${at + 1}`);
  const all: Command[] = [
    { group: "Frames", keys: ["d"], text: "next", run: step(1) },
    { group: "Frames", keys: ["a"], text: "previous", run: step(-1) },
    { group: "Frames", keys: ["n"], text: "next that is not done", run: () => app.openNextToDo() },
    { group: "Frames", keys: ["m"], text: "the 20 frames that would teach most", run: () => app.teach() },
    { group: "Frames", keys: ["j"], now: true, text: "type a frame's number", run: () => byId<HTMLInputElement>("number").select() },
    { group: "Frames", keys: ["Home"], text: "first", run: () => app.open(0) },
    { group: "Frames", keys: ["End"], text: "last", run: () => app.open(app.frames.count - 1) },
    { group: "Frames", keys: ["/"], now: true, text: "choose which frames", run: () => byId("filter").focus() },
    { group: "This frame", keys: ["space", "Enter"], text: "accept all guesses; the frame is done", run: () => app.acceptAll() },
    { group: "This frame", keys: ["0"], text: "nothing here", run: () => editor.judge("done", "nothing here", false) },
    { group: "This frame", keys: ["u"], text: "unclear, not to be used", run: () => editor.judge("unclear", "unclear") },
    { group: "This frame", keys: ["c"], text: "copy the boxes of the frame before", run: () => app.copyPrevious() },
    { group: "This frame", keys: ["g"], text: "show or hide guesses", run: () => { app.showGuesses = !app.showGuesses; app.show(); } },
    { group: "This frame", keys: ["ctrl+z"], text: "undo", run: () => app.step("undo") },
    { group: "This frame", keys: ["ctrl+y", "ctrl+shift+z"], text: "redo", run: () => app.step("redo") },
    { group: "Classes", keys: digits, label: `1 … ${digits.length}`, text: "class to draw", run: (event) => app.choose(classOf(event)) },
    {
      group: "Classes", keys: digits.map((digit) => `shift+${digit}`), label: `Shift 1 … ${digits.length}`, text: "class of the selected box",
      run: (event) => editor.turnInto(classOf(event)),
    },
    { group: "Classes", keys: ["v"], text: "next class of the list to draw", run: () => app.choose(editor.classAfter(1)) },
    { group: "Classes", keys: ["shift+v"], text: "previous class of the list to draw", run: () => app.choose(editor.classAfter(-1)) },
    { group: "Boxes", keys: ["r"], text: "new box, without the mouse", run: () => editor.addHere() },
    { group: "Boxes", keys: ["e", "q"], text: "select the next or previous box", run: (event) => editor.selectNext(event.key.toLowerCase() === "e" ? 1 : -1) },
    { group: "Boxes", keys: [], label: "← ↑ → ↓", text: "move by a pixel; with Shift by ten", run: () => undefined },
    { group: "Boxes", keys: [], label: "Ctrl ← ↑ → ↓", text: "resize, with Alt too; with Shift by ten", run: () => undefined },
    arrow("Left", -1, 0), arrow("Right", 1, 0), arrow("Up", 0, -1), arrow("Down", 0, 1),
    { group: "Boxes", keys: ["t"], text: "accept the selected guess", run: () => editor.acceptSelected() },
    { group: "Boxes", keys: ["Delete", "Backspace"], text: "remove the selected box or guess", run: () => editor.remove() },
    {
      group: "Boxes", keys: ["i"], text: "ignore the selected box, or no longer",
      run: () => { if (!editor.toggleIgnore()) tell("Select a box that the data set has an ignore class for."); },
    },
    { group: "Boxes", keys: ["Escape"], text: "select nothing", run: () => editor.select(null) },
    { group: "Many frames", keys: ["f"], text: "follow the selected box through the next 100 frames", run: () => app.following.follow() },
    { group: "Many frames", keys: ["shift+Enter"], text: "this and the followed frames before it are right", run: () => app.following.confirm() },
    { group: "Many frames", keys: ["p"], text: "put the selected box into the next frames", run: () => app.following.askRange() },
    { group: "View", keys: ["+", "="], text: "zoom in", run: () => picture.zoomBy(1.4, editor.selectedBox ?? undefined) },
    { group: "View", keys: ["-"], text: "zoom out", run: () => picture.zoomBy(1 / 1.4, editor.selectedBox ?? undefined) },
    { group: "View", keys: ["z"], text: "whole picture", run: () => picture.fit() },
    { group: "View", keys: ["b"], text: "brighter, for dark frames", run: () => app.brighten() },
    { group: "View", keys: ["?"], text: "these keys", run: () => byId<HTMLDialogElement>("keys").showModal() },
  ];
  return all.map((command) => ({
    ...command,
    run: (event) => {
      if (command.now) command.run(event);
      else if (!event.repeat || app.queued < 2) app.enqueue(() => command.run(event));
    },
  }));
}
