/** Who looks at the dashboard, where the master wants to know. The browser keeps the token, where no script reads. */
import { signal } from '@preact/signals';

/** Whether the master has refused to tell anything because it does not know who asks. */
export const stranger = signal(false);

/** Who this is to the master; empty where it asks nobody. */
export const principal = signal('');

/** Without it the browser would ask for a password in a window of its own. */
export const BY_SCRIPT = { 'X-Requested-With': 'proffer' };

export async function whoAmI(): Promise<void> {
  const answer = await fetch('/login', { headers: BY_SCRIPT });
  if (!answer.ok) return;
  const said = (await answer.json()) as { realms?: string[]; principal?: string };
  principal.value = said.principal ?? '';
  stranger.value = principal.value === '' && (said.realms ?? []).includes('mesos-master-readonly');
}

function basic(user: string, password: string): string {
  const bytes = new TextEncoder().encode(user + ':' + password);
  return 'Basic ' + btoa(String.fromCharCode(...bytes));
}

/** Null when the master knows who this is, else why not. */
export async function logIn(user: string, password: string): Promise<string | null> {
  let answer: Response;
  try {
    answer = await fetch('/login', { method: 'POST', headers: { ...BY_SCRIPT, Authorization: basic(user, password) } });
  } catch {
    return 'No answer comes from the master.';
  }
  if (answer.ok) return null;
  return answer.status === 401 ? 'The master does not know this user with this password.' : await answer.text();
}

export async function logOut(): Promise<void> {
  await fetch('/logout', { method: 'POST', headers: BY_SCRIPT });
  location.reload();
}
