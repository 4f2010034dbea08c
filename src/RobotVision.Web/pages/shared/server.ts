import { tell } from "./dom";

const sessionPath = "/api/session";
const [unauthorized, tooMany] = [401, 429];
const refusals = [unauthorized, tooMany];
const patience = 5000; // milliseconds in which a program that works has answered

/** A request that the server refused, or that did not reach it (status 0). */
export class Failure extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

let wasAnswered = false; // since the page is open

/**
 * Exchanges the token behind # for the session's cookie and takes it out of the address, so that it is in no history and no bookmark. An address with
 * another token that is opened in the same window later, that of a program started anew, opens the page anew.
 */
export async function openSession(): Promise<void> {
  window.addEventListener("hashchange", () => {
    if (location.hash.length > 1) exchange().then(() => location.reload(), (error: Error) => tell(error.message));
  });
  await exchange();
}

async function exchange(): Promise<void> {
  const token = location.hash.slice(1);
  if (token.length === 0) return; // a window that has the cookie already
  await call("POST", sessionPath, token);
  history.replaceState(null, "", location.pathname);
}

/** Asks why the program refuses a connection to a path, which a browser does not tell; undefined where it does not, or does not answer. */
export async function whyRefused(path: string): Promise<string | undefined> {
  try {
    await (await send("GET", path, undefined, AbortSignal.timeout(patience))).body?.cancel();
  } catch (error) {
    if (error instanceof Failure && refusals.includes(error.status)) return error.message;
  }

  return undefined;
}

export const get = <T>(path: string): Promise<T> => call("GET", path) as Promise<T>;
export const put = <T>(path: string, body: unknown): Promise<T> => call("PUT", path, JSON.stringify(body)) as Promise<T>;
export const post = <T>(path: string, body: unknown = {}): Promise<T> => call("POST", path, JSON.stringify(body)) as Promise<T>;

export const postFile = <T>(path: string, file: Blob): Promise<T> => call("POST", path, file) as Promise<T>;

/** An answer that is no JSON. */
export const getBytes = async (path: string): Promise<ArrayBuffer> => (await send("GET", path)).arrayBuffer();

async function call(method: string, path: string, body?: string | Blob): Promise<unknown> {
  const text = await (await send(method, path, body)).text();
  return text.length > 0 ? JSON.parse(text) : undefined;
}

async function send(method: string, path: string, body?: string | Blob, signal: AbortSignal | null = null): Promise<Response> {
  let response: Response;
  try {
    const headers: HeadersInit = typeof body === "string" ? { "Content-Type": "application/json" } : {};
    response = await fetch(path, body === undefined ? { method, signal } : { method, body, headers, signal });
  } catch {
    throw new Failure(0, "The program does not answer: is it still running?");
  }

  if (response.ok) {
    wasAnswered = true;
    return response;
  }

  if (response.status === unauthorized && wasAnswered && path !== sessionPath)
    throw new Failure(unauthorized, "The program was started anew: open the address that it printed then.");
  const text = await response.text();
  const message = text.length > 0 ? (JSON.parse(text) as { message?: string }).message : undefined;
  throw new Failure(response.status, message ?? `The program refused: ${response.status}.`);
}
