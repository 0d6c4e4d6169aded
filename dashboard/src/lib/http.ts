/** Asks the master, or through it those behind it. */

export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function refusal(answer: Response): Promise<Refusal> {
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

export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(url, { headers: { Accept: 'application/json' }, ...(signal ? { signal } : {}) });
  if (!answer.ok) throw await refusal(answer);
  return (await answer.json()) as T;
}

/** Null when it was done, else why not. */
export async function send(method: string, url: string, body?: unknown): Promise<string | null> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : body instanceof URLSearchParams
        ? { body }
        : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return answer.ok ? null : (await refusal(answer)).message;
}
