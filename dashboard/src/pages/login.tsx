import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { logIn } from '../lib/login';
import { Card, Title } from '../ui/parts';

/** Stands for every page while the master wants to know who looks, and does not. */
export function Login() {
  const user = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const refused = useSignal('');
  const busy = useSignal(false);
  useEffect(() => {
    document.title = 'Log in · Proffer';
    user.current?.focus();
  }, []);
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    const why = await logIn(user.current!.value, password.current!.value);
    busy.value = false;
    if (why === null) {
      location.reload();
    } else {
      refused.value = why;
      password.current!.value = '';
      password.current!.focus();
    }
  };
  return (
    <main id="main" class="login" tabIndex={-1}>
      <Title sub="The master wants to know who looks.">Log in</Title>
      <Card>
        <form onSubmit={(event) => void submit(event)}>
          <label>
            User
            <input ref={user} name="user" autocomplete="username" required spellcheck={false} />
          </label>
          <label>
            Password
            <input ref={password} name="password" type="password" autocomplete="current-password" required />
          </label>
          {refused.value && <p class="problem" role="alert">{refused.value}</p>}
          <div class="actions">
            <button class="primary" type="submit" disabled={busy.value}>Log in</button>
          </div>
        </form>
      </Card>
    </main>
  );
}
