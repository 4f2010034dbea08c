const mostLines = 12; // above and below that are tried

/** Finds places for labels of one line each: within the picture, and free of each other as long as there is room. */
export class Labels {
  private readonly taken: [x: number, y: number, width: number][] = [];

  constructor(private readonly width: number, private readonly height: number, private readonly line: number) {}

  /**
   * The upper left corner for a label: the first of the wanted places that is free, else one of the lines below and above the first. Where nothing is free,
   * the first one.
   */
  place(labelWidth: number, ...wanted: [number, number][]): [number, number] {
    const [x, y] = wanted[0]!;
    const lines = Array.from({ length: mostLines }, (_, i): [number, number][] => [[x, y + (i + 1) * this.line], [x, y - (i + 1) * this.line]]).flat();
    const within = [...wanted, ...lines].map(([left, top]): [number, number] => [
      Math.max(0, Math.min(this.width - labelWidth, left)), Math.max(0, Math.min(this.height - this.line, top)),
    ]);
    const chosen = within.find(([left, top]) => this.isFree(left, top, labelWidth)) ?? within[0]!;
    this.taken.push([...chosen, labelWidth]);
    return chosen;
  }

  private isFree(x: number, y: number, width: number): boolean {
    return this.taken.every(([left, top, wide]) => x >= left + wide || x + width <= left || Math.abs(y - top) >= this.line);
  }
}
