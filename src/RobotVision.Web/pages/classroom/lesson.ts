import { tell } from "../shared/dom";
import { post } from "../shared/server";

/** A lesson in the program: begun with options, then told to go on; it computes only what is asked for. Requests are sent one after the other. */
export class Lesson<State> {
  private begun: Promise<{ number: number }> | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly kind: string) {}

  get isBegun(): boolean {
    return this.begun !== undefined;
  }

  /** Begins anew; what the program refuses is told by the next `advance`. */
  begin(options: unknown): void {
    this.begun = this.queue(() => post<{ number: number }>(`/api/classroom/${this.kind}`, options));
  }

  /** Goes on and tells what is known then. */
  async advance(message: unknown = {}): Promise<State> {
    const begun = this.begun;
    if (begun === undefined) throw new Error("the lesson has not begun");
    return this.queue(async () => post<State>(`/api/classroom/${this.kind}/${(await begun).number}`, message));
  }

  private queue<T>(request: () => Promise<T>): Promise<T> {
    const answer = this.last.then(request);
    this.last = answer.catch(() => undefined);
    return answer;
  }
}

/** A step of the lecture: builds its part of the page, also again when the language changes, and keeps what was learned. */
export interface Step {
  readonly id: string;
  title(): string;
  show(host: HTMLElement): void | Promise<void>;

  /** Another step is shown: what runs ends. */
  hide?(): void;
}

/** Asks again and again until the work says that it is done, or `stop` is called: the pictures set the pace. */
export class Loop {
  private running = 0;

  constructor(
    private readonly work: () => Promise<boolean>,
    private readonly changed: () => void,
  ) {}

  get isRunning(): boolean {
    return this.running !== 0;
  }

  toggle(): void {
    if (this.isRunning) this.stop();
    else void this.run();
  }

  stop(): void {
    this.running = 0;
    this.changed();
  }

  async run(): Promise<void> {
    const mine = (this.running = Math.random());
    this.changed();
    try {
      while (this.running === mine && !(await this.work())) await new Promise((next) => requestAnimationFrame(next));
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    } finally {
      if (this.running === mine) this.stop();
    }
  }
}
