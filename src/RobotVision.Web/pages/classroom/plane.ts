import { svg } from "./controls";

/** A line w1 x1 + w2 x2 + b = 0; its positive side is filled where it is the only one. */
export interface Divider {
  w1: number;
  w2: number;
  bias: number;
  colour: string;
  name?: string;
}

export interface PlanePoint {
  x1: number;
  x2: number;
  isOne: boolean;
  isWrong: boolean;
  isMarked: boolean;
}

const [low, high, size] = [-0.5, 1.5, 240];
const place = (x: number, y: number): [number, number] => [((x - low) / (high - low)) * size, ((high - y) / (high - low)) * size];

/** The corners of the part of the square in which w1 x1 + w2 x2 + b > 0. */
function positive({ w1, w2, bias }: Divider): [number, number][] {
  const corners: [number, number][] = [
    [low, low],
    [high, low],
    [high, high],
    [low, high],
  ];
  const value = ([x, y]: [number, number]): number => w1 * x + w2 * y + bias;
  const kept: [number, number][] = [];
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % 4]!;
    const [a, b] = [value(corner), value(next)];
    if (a > 0) kept.push(corner);
    if (a > 0 !== b > 0) kept.push([corner[0] + ((next[0] - corner[0]) * a) / (a - b), corner[1] + ((next[1] - corner[1]) * a) / (a - b)]);
  });
  return kept;
}

/** The two ends of the line in the square; none where it does not cross it. */
function ends(divider: Divider): [number, number][] {
  const onEdge = positive(divider).filter(([x, y]) => Math.abs(divider.w1 * x + divider.w2 * y + divider.bias) < 1e-9);
  return onEdge.length >= 2 ? [onEdge[0]!, onEdge[onEdge.length - 1]!] : [];
}

/** The plane of the two inputs with the rows of a truth table and lines that divide it. */
export function plane(label: string, points: readonly PlanePoint[], dividers: readonly Divider[]): SVGElement {
  const picture = svg("svg", { viewBox: `-26 -8 ${size + 34} ${size + 34}`, role: "img", "aria-label": label, class: "plane" });
  picture.append(svg("rect", { x: 0, y: 0, width: size, height: size, class: "ground" }));
  if (dividers.length === 1) {
    const area = positive(dividers[0]!)
      .map(([x, y]) => place(x, y).join(","))
      .join(" ");
    if (area !== "") picture.append(svg("polygon", { points: area, class: "one" }));
  }

  for (const at of [0, 1]) {
    const [x, y] = [place(at, 0)[0], place(0, at)[1]];
    picture.append(
      svg("line", { x1: x, y1: 0, x2: x, y2: size, class: "grid" }),
      svg("line", { x1: 0, y1: y, x2: size, y2: y, class: "grid" }),
      svg("text", { x, y: size + 14, class: "tick" }, String(at)),
      svg("text", { x: -8, y: y + 4, class: "tick" }, String(at)),
    );
  }

  picture.append(svg("text", { x: size / 2, y: size + 20, class: "axis" }, "x₁"), svg("text", { x: -16, y: size / 2, class: "axis" }, "x₂"));
  for (const divider of dividers) {
    const [from, to] = ends(divider).map(([x, y]) => place(x, y));
    if (from === undefined || to === undefined) continue;
    const line = svg("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1], class: "divider" });
    line.style.stroke = `var(${divider.colour})`;
    picture.append(line);
  }

  for (const point of points) {
    const [x, y] = place(point.x1, point.x2);
    if (point.isMarked) picture.append(svg("circle", { cx: x, cy: y, r: 17, class: "mark" }));
    picture.append(svg("circle", { cx: x, cy: y, r: 11, class: point.isOne ? "point full" : "point" }));
    picture.append(svg("text", { x, y: y + 4.5, class: point.isOne ? "inside full" : "inside" }, point.isOne ? "1" : "0"));
    if (point.isWrong) picture.append(svg("text", { x: x + 15, y: y - 9, class: "wrong" }, "✗"));
  }

  return picture;
}
