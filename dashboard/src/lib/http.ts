/** Asks the master, or through it those behind it. */
import { BY_SCRIPT, whoAmI } from './login';

export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function refusal(answer: Response): Promise<Refusal> {
  if (answer.status === 401) void whoAmI(); // who was known may be so no more
  const text = await answer.text();
  let message = text.trim();
  try {
    const json = JSON.parse(text) as { message?: string; details?: unknown };
    message = (json.message ?? message) + (json.details ? ' ' + JSON.stringify(json.details) : '');
  } catch {
    // It is plain text, as most are.
  }
  return new Refusal(answer.status, message || 'answered ' + answer.status);
}

/** Whoever is not reached has refused with 0, unless nobody waits for the answer any more. */
async function reach(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...request, headers: { ...BY_SCRIPT, ...(request.headers as Record<string, string> | undefined) } });
  } catch (failure) {
    if (request.signal?.aborted) throw failure;
    throw new Refusal(0, request.method ? 'No answer came from the master; it may have heard of this all the same.' : 'No answer comes from the master.');
  }
}

export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  const answer = await reach(url, { headers: { Accept: 'application/json' }, ...(signal ? { signal } : {}) });
  if (!answer.ok) throw await refusal(answer);
  return (await answer.json()) as T;
}

/** What was answered, or a refusal. */
async function request(method: string, url: string, body: unknown): Promise<Response> {
  const answer = await reach(url, {
    method,
    ...(body === undefined
      ? {}
      : body instanceof URLSearchParams
        ? { body }
        : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

export async function post<T>(url: string, body: unknown): Promise<T> {
  return (await (await request('POST', url, body)).json()) as T;
}

/** Null when it was done, else why not. */
export async function send(method: string, url: string, body?: unknown): Promise<string | null> {
  try {
    await request(method, url, body);
    return null;
  } catch (failure) {
    if (failure instanceof Refusal) return failure.message;
    throw failure;
  }
}
