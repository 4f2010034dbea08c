import { whyRefused } from "../shared/server";
import type { FrameResult, LiveFrame, State } from "./types";

const path = "/api/live";
const pause = 1000; // milliseconds until it is tried again
const silence = 3000; // milliseconds without a message, of which there are two a second at least, after which the program is said not to answer
const patience = 10_000; // milliseconds without a message after which another connection is tried: this one may be cut
const lookAgain = 500;
const lengthBytes = 4;

/** Frames and states from the program, as long as the page is open; it connects again when the program went away. */
export class Connection {
  private socket: WebSocket | undefined;
  private heard = performance.now();
  private told: string | undefined;

  /** `onLink` gets what is wrong with the connection, undefined once messages come again. */
  constructor(private readonly onFrame: (frame: LiveFrame) => void, private readonly onState: (state: State) => void,
    private readonly onLink: (problem: string | undefined) => void) {
    this.open();
    window.setInterval(() => this.look(), lookAgain);
    window.addEventListener("pagehide", () => this.close(), { once: true });
  }

  private open(): void {
    const socket = this.socket = new WebSocket(`ws://${location.host}${path}`);
    this.heard = performance.now();
    socket.binaryType = "arraybuffer";
    socket.onmessage = (event) => {
      this.heard = performance.now();
      this.tell(undefined);
      if (typeof event.data === "string") this.onState(JSON.parse(event.data) as State);
      else {
        socket.send("got"); // the next one may come
        this.onFrame(read(event.data as ArrayBuffer));
      }
    };
    socket.onclose = () => void this.retry();
  }

  /** Leaves a connection without waiting for the other side. */
  private close(): void {
    if (this.socket !== undefined) [this.socket.onmessage, this.socket.onclose] = [null, null];
    this.socket?.close();
    this.socket = undefined;
  }

  private async retry(): Promise<void> {
    this.close();
    this.tell(await whyRefused(path) ?? gone);
    window.setTimeout(() => this.open(), pause);
  }

  /** A cable that was cut or a program that hangs closes nothing. */
  private look(): void {
    if (this.socket === undefined) return;
    const quiet = performance.now() - this.heard;
    if (quiet > silence) this.tell(this.told ?? gone);
    if (quiet > patience) {
      this.close();
      this.open();
    }
  }

  private tell(problem: string | undefined): void {
    if (problem !== this.told) this.onLink(problem);
    this.told = problem;
  }
}

const gone = "The program does not answer; this page waits for it.";

/** A message: length of the header (little-endian), header, JPEG. */
function read(message: ArrayBuffer): LiveFrame {
  const length = new DataView(message).getInt32(0, true);
  const header = new TextDecoder().decode(new Uint8Array(message, lengthBytes, length));
  return {
    result: JSON.parse(header) as FrameResult,
    picture: new Blob([new Uint8Array(message, lengthBytes + length)], { type: "image/jpeg" }),
    time: performance.now(),
  };
}
