/** A key with what it does; the list is what ? shows. */
export interface Command {
  keys: string[]; text: string; group: string;
  /** How the list shows the keys where they are many. */
  label?: string;
  /** Whether it is done at once, before keys that still wait: what is typed next goes into a field. */
  now?: boolean;
  run(event: KeyboardEvent): unknown;
}

/**
 * The names of a pressed key, those that count before others first: letters small, digits by their place on the keyboard so that Shift works with
 * them in every layout, unless Shift and a digit make a sign that is a key of its own, such as / on many keyboards.
 */
function namesOf(event: KeyboardEvent): string[] {
  const written = event.key === " " ? "space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const keys = digit === undefined ? [written] : event.shiftKey ? [written, digit] : [digit];
  return keys.map((key) => {
    // Shift is a part of signs such as ? and +; of letters, digits and named keys it is a key of its own.
    const isSign = key.length === 1 && !/[a-z0-9]/.test(key);
    return `${event.ctrlKey || event.metaKey ? "ctrl+" : ""}${event.altKey ? "alt+" : ""}${event.shiftKey && !isSign ? "shift+" : ""}${key}`;
  });
}

/** Runs commands by their keys, unless one types into a field or a dialog is open. */
export function listen(commands: readonly Command[]): void {
  const byKey = new Map(commands.flatMap((command) => command.keys.map((key) => [key, command] as const)));
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (document.querySelector("dialog[open]") || target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    const names = namesOf(event);
    // A button that has the focus is pressed by Space and Enter.
    if (target instanceof HTMLButtonElement && (names[0] === "space" || names[0] === "Enter")) return;
    const command = names.map((name) => byKey.get(name)).find((found) => found !== undefined);
    if (!command) return;
    event.preventDefault();
    command.run(event);
  });
}

const shown: Record<string, string> = {
  ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", space: "Space", Delete: "Del", Backspace: "Backspace", Escape: "Esc",
};

/** A key as it is written on a keyboard. */
export const labelOf = (key: string): string => key === "+" ? "+" : key.split("+").map((part) =>
  shown[part] ?? (part === "ctrl" ? "Ctrl" : part === "alt" ? "Alt" : part === "shift" ? "Shift" : part.length === 1 ? part.toUpperCase() : part)).join(" ");
