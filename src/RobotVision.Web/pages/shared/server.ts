/** A request that the server refused, or that did not reach it (status 0). */
export class Failure extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** Exchanges the token behind # for the session's cookie and takes it out of the address, so that it is in no history and no bookmark. */
export async function openSession(): Promise<void> {
  const token = location.hash.slice(1);
  if (token.length === 0) return; // a window that has the cookie already
  await call("POST", "/api/session", token);
  history.replaceState(null, "", location.pathname);
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

async function send(method: string, path: string, body?: string | Blob): Promise<Response> {
  let response: Response;
  try {
    const headers: HeadersInit = typeof body === "string" ? { "Content-Type": "application/json" } : {};
    response = await fetch(path, body === undefined ? { method } : { method, body, headers });
  } catch {
    throw new Failure(0, "The program does not answer: is it still running?");
  }

  if (response.ok) return response;
  const text = await response.text();
  const message = text.length > 0 ? (JSON.parse(text) as { message?: string }).message : undefined;
  throw new Failure(response.status, message ?? `The program refused: ${response.status}.`);
}
