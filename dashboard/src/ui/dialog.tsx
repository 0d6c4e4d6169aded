/** Asks before something is done that cannot be undone, and says what it will affect. */
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Question {
  title: string;
  body: ComponentChildren;
  doIt: string;
  /** What has to be typed, where much is at stake. */
  typed?: string;
  /** Nothing that there is ends or is lost by it. */
  calm?: boolean;
  act: () => Promise<string | null>;
}

const question = signal<Question | null>(null);
const trouble = signal('');
const busy = signal(false);
const words = signal('');

export function ask(asked: Question): void {
  trouble.value = '';
  words.value = '';
  question.value = asked;
}

async function act(asked: Question): Promise<void> {
  busy.value = true;
  const problem = await asked.act().catch((failure: unknown) => (failure instanceof Error ? failure.message : String(failure)));
  busy.value = false;
  if (problem === null) question.value = null;
  else trouble.value = problem;
}

export function Questions() {
  const box = useRef<HTMLDialogElement>(null);
  const asked = question.value;
  useEffect(() => {
    if (asked) box.current?.showModal();
    else box.current?.close();
  }, [asked]);
  return (
    <dialog ref={box} onClose={() => (question.value = null)} aria-labelledby="question">
      {asked && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void act(asked);
          }}
        >
          <h2 id="question">{asked.title}</h2>
          <div>{asked.body}</div>
          {asked.typed && (
            <label class="field">
              Type <code>{asked.typed}</code> to go on
              <input value={words.value} onInput={(e) => (words.value = e.currentTarget.value)} autocomplete="off" />
            </label>
          )}
          {trouble.value && (
            <p class="problem" role="alert">
              {trouble.value}
            </p>
          )}
          <div class="actions">
            <button type="button" onClick={() => (question.value = null)}>
              Cancel
            </button>
            <button
              class={asked.calm ? 'primary' : 'danger'}
              type="submit"
              disabled={busy.value || (asked.typed !== undefined && asked.typed !== words.value)}
            >
              {asked.doIt}
            </button>
          </div>
        </form>
      )}
    </dialog>
  );
}
