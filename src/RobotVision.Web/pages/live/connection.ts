import type { FrameResult, LiveFrame, State } from "./types";

const pause = 1000; // milliseconds until it is tried again
const lengthBytes = 4;

/** Frames and states from the program, as long as the page is open; it connects again when the program went away. */
export class Connection {
  private isClosed = false;

  constructor(private readonly onFrame: (frame: LiveFrame) => void, private readonly onState: (state: State) => void,
    private readonly onLink: (isUp: boolean) => void) {
    this.open();
  }

  private open(): void {
    const socket = new WebSocket(`ws://${location.host}/api/live`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.onLink(true);
    socket.onmessage = (event) => {
      if (typeof event.data === "string") this.onState(JSON.parse(event.data) as State);
      else {
        socket.send("got"); // the next one may come
        this.onFrame(read(event.data as ArrayBuffer));
      }
    };
    socket.onclose = () => {
      if (this.isClosed) return;
      this.onLink(false);
      window.setTimeout(() => this.open(), pause);
    };
    window.addEventListener("pagehide", () => {
      this.isClosed = true;
      socket.close();
    }, { once: true });
  }
}

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
