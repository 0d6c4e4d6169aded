/** What was done, for a moment, and what could not be done, until somebody has seen to it. */
import { signal } from '@preact/signals';

const done = signal('');

interface Trouble {
  why: string;
  again: () => void;
}

const trouble = signal<Trouble | null>(null);

export function say(text: string): void {
  done.value = text;
  setTimeout(() => {
    if (done.value === text) done.value = '';
  }, 5000);
}

/**
 * Does something that nobody is asked about first. It says null when it was done, else why not: that stays to be read,
 * and can be tried again.
 */
export async function attempt(act: () => Promise<string | null>): Promise<void> {
  trouble.value = null;
  const why = await act().catch((failure: unknown) => (failure instanceof Error ? failure.message : String(failure)));
  if (why !== null) trouble.value = { why, again: () => void attempt(act) };
}

export function Notices() {
  const failed = trouble.value;
  return (
    <>
      <div class="notice" role="status">{done.value && <span>{done.value}</span>}</div>
      {failed && (
        <div class="notice trouble" role="alert">
          <span>
            {failed.why}
            <button class="small" type="button" onClick={failed.again}>Try again</button>
            <button class="quiet small" type="button" onClick={() => (trouble.value = null)}>Dismiss</button>
          </span>
        </div>
      )}
    </>
  );
}
