/** What has to be asked for again and again, as nobody tells of its changes. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Refusal, get } from './http';

export interface Polled<T> {
  value: T | null;
  problem: string;
  status: number;
  again: () => void;
}

/** Asks while the page is in sight, the first time at once. */
export function usePolled<T>(url: string | null, everyMs: number): Polled<T> {
  const value = useSignal<T | null>(null);
  const problem = useSignal('');
  const status = useSignal(0);
  const turn = useSignal(0);
  useEffect(() => {
    const over = new AbortController();
    let timer: number | undefined;
    const ask = async (): Promise<void> => {
      if (url !== null && document.visibilityState === 'visible') {
        try {
          value.value = await get<T>(url, over.signal);
          problem.value = '';
          status.value = 200;
        } catch (failure) {
          if (over.signal.aborted) return;
          problem.value = failure instanceof Error ? failure.message : String(failure);
          status.value = failure instanceof Refusal ? failure.status : 0;
          if (status.value === 404) value.value = null;
        }
      }
      if (!over.signal.aborted) timer = setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [url, everyMs, turn.value]);
  return { value: value.value, problem: problem.value, status: status.value, again: () => turn.value++ };
}
