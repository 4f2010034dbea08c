import { make, tell } from "../shared/dom";
import { figure } from "./language";

/** A button; what its work throws is told. */
export function button(text: string, work: () => void | Promise<void>, isMain = false): HTMLButtonElement {
  const element = make("button", isMain ? "main" : "", text);
  element.type = "button";
  element.addEventListener("click", () => attempt(work));
  return element;
}

export function attempt(work: () => void | Promise<void>): void {
  Promise.resolve()
    .then(work)
    .catch((error: unknown) => tell(error instanceof Error ? error.message : String(error)));
}

/** A list to choose from: value and text. */
export function choice<T extends string | number>(
  label: string,
  options: readonly (readonly [T, string])[],
  value: T,
  changed: (value: T) => void | Promise<void>,
): HTMLLabelElement {
  const select = make("select");
  options.forEach(([option, text], i) => {
    const element = make("option", "", text);
    element.value = String(i);
    element.selected = option === value;
    select.append(element);
  });
  select.addEventListener("change", () => attempt(() => changed(options[select.selectedIndex]![0])));
  return make("label", "field", make("span", "", label), select);
}

/** A slider with its value beside the label. */
export function slider(
  label: string,
  values: readonly number[],
  value: number,
  changed: (value: number) => void | Promise<void>,
  text: (value: number) => string = (v) => figure(v, 4),
): HTMLLabelElement {
  const input = make("input");
  input.type = "range";
  input.min = "0";
  input.max = String(values.length - 1);
  const nearest = values.reduce((best, v, i) => (Math.abs(v - value) < Math.abs(values[best]! - value) ? i : best), 0);
  input.value = String(nearest);
  const shown = make("output", "", text(values[nearest]!));
  const write = (): void => {
    shown.textContent = text(values[Number(input.value)]!);
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  write();
  input.addEventListener("input", write);
  input.addEventListener("change", () => attempt(() => changed(values[Number(input.value)]!)));
  return make("label", "field", make("span", "", `${label} `, shown), input);
}

/** A box to tick. */
export function check(label: string, value: boolean, changed: (value: boolean) => void | Promise<void>): HTMLLabelElement {
  const input = make("input");
  input.type = "checkbox";
  input.checked = value;
  input.addEventListener("change", () => attempt(() => changed(input.checked)));
  return make("label", "check", input, label);
}

/** A table; the first row are its headings. Cells that are numbers stand to the right. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly (string | Node)[])[], marked = -1): HTMLTableElement {
  const element = make("table", "", make("caption", "unseen", caption));
  element.append(
    make(
      "thead",
      "",
      make(
        "tr",
        "",
        ...head.map((text) => {
          const cell = make("th", "", text);
          cell.scope = "col";
          return cell;
        }),
      ),
    ),
  );
  element.append(
    make("tbody", "", ...rows.map((cells, i) => make("tr", i === marked ? "marked" : "", ...cells.map((cell) => make("td", "", cell))))),
  );
  return element;
}

/** A panel that scrolls sideways where it is too narrow, also by keys. */
export function scroller(name: string, ...children: (Node | string)[]): HTMLDivElement {
  const element = make("div", "panel scroll", ...children);
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", name);
  return element;
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** An SVG element with attributes. */
export function svg(tag: string, attributes: Record<string, string | number>, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
