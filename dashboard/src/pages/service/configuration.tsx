/** What a service is to be, and was before. */
import { useSignal } from '@preact/signals';
import { base } from '../../lib/behind';
import { around, difference } from '../../lib/diff';
import { send } from '../../lib/http';
import { usePolled } from '../../lib/polled';
import type { App } from '../../lib/services';
import { appUrl } from '../../lib/services';
import { ask } from '../../ui/dialog';
import { JsonEditor, jsonProblem } from '../../ui/editor';
import { say } from '../../ui/notice';
import { Card } from '../../ui/parts';

/** What the framework adds to an app and does not take back. */
const ADDED = ['version', 'versionInfo', 'deployments', 'tasks', 'lastTaskFailure', 'tasksRunning', 'tasksStaged', 'tasksHealthy', 'tasksUnhealthy', 'taskStats', 'readinessCheckResults'];

function configurationOf(app: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(app).filter(([name]) => !ADDED.includes(name))), null, 2);
}

interface Plan {
  lockedBy: { id: string }[];
  apps: { id: string; change: string; restartsInstances: boolean; diff: { path: string; from?: unknown; to?: unknown }[] }[];
}

/** What a change would do; null where nobody can tell. */
async function planOf(framework: string, app: object): Promise<Plan | string | null> {
  const answer = await fetch(base(framework) + '/proffer/v1/apps/plan?partialUpdate=false', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(app),
  });
  if (answer.status === 404) return null;
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text) as Plan;
  try {
    const { message, details } = JSON.parse(text) as { message?: string; details?: unknown };
    return (message ?? text) + (details ? ' ' + JSON.stringify(details) : '');
  } catch {
    return text;
  }
}

function Planned({ plan, instances }: { plan: Plan | null; instances: number }) {
  const own = plan?.apps[0];
  if (!own) return <p>Its {instances} instances are replaced by ones of the new configuration where it needs that, a few at a time.</p>;
  if (own.diff.length === 0) return <p>Nothing is different.</p>;
  return (
    <>
      <p>{own.restartsInstances ? <><strong>Its {instances} instances are replaced</strong>, a few at a time.</> : 'Its instances are left alone.'}</p>
      {plan!.lockedBy.length > 0 && <p class="problem">Another deployment is in the way, and would be cancelled or refuse this.</p>}
      <ul class="plain">
        {own.diff.map((one) => <li key={one.path}><code>{one.path}</code> <span class="removed">{text(one.from)}</span> → <span class="added">{text(one.to)}</span></li>)}
      </ul>
    </>
  );
}

function text(value: unknown): string {
  return value === undefined || value === null ? 'nothing' : JSON.stringify(value);
}

export function Configuration({ framework, app }: { framework: string; app: App }) {
  const typed = useSignal<string | null>(null);
  const refused = useSignal('');
  const shown = typed.value ?? configurationOf(app);
  const problem = jsonProblem(shown);
  const save = async () => {
    const wanted = { ...(JSON.parse(shown) as object), id: app.id };
    const plan = await planOf(framework, wanted);
    if (typeof plan === 'string') {
      refused.value = plan;
      return;
    }
    ask({
      title: `Change ${app.id}?`,
      body: <Planned plan={plan} instances={app.instances} />,
      doIt: 'Change',
      act: async () => {
        const why = await send('PUT', appUrl(framework, app.id) + '?partialUpdate=false', wanted);
        if (why === null) { typed.value = null; say(`${app.id} is being changed`); }
        return why;
      },
    });
  };
  return (
    <Card title="Configuration" aside={typed.value !== null && <button class="quiet small" type="button" onClick={() => { typed.value = null; refused.value = ''; }}>Discard changes</button>}>
      <details>
        <summary>App JSON</summary>
        <JsonEditor label="Configuration" text={shown} problem={problem} onText={(text) => { typed.value = text; refused.value = ''; }} />
        {refused.value && <p class="problem" role="alert">{refused.value}</p>}
        <div class="actions"><button class="primary" type="button" disabled={typed.value === null || problem !== ''} onClick={() => void save()}>Change …</button></div>
      </details>
    </Card>
  );
}

export function Versions({ framework, id, now }: { framework: string; id: string; now: string }) {
  const { value } = usePolled<{ versions: string[] }>(appUrl(framework, id) + '/versions', 5000);
  const open = useSignal('');
  const before = usePolled<object>(open.value === '' ? null : appUrl(framework, id) + '/versions/' + open.value, 60_000).value;
  const current = usePolled<object>(open.value === '' ? null : appUrl(framework, id) + '/versions/' + now, 60_000).value;
  const versions = (value?.versions ?? []).filter((version) => version !== now);
  if (versions.length === 0) return null;
  return (
    <Card title="Earlier versions">
      <div class="filter">
        {versions.slice(0, 12).map((version) => (
          <button key={version} type="button" aria-pressed={open.value === version} onClick={() => (open.value = open.value === version ? '' : version)}>
            {new Date(version).toLocaleString('sv-SE')}
          </button>
        ))}
      </div>
      {open.value !== '' && before && current && <Difference before={configurationOf(before)} after={configurationOf(current)} />}
      {open.value !== '' && before && (
        <div class="actions">
          <button type="button" onClick={() => ask({
            title: `Roll ${id} back?`, doIt: 'Roll back',
            body: <p>It gets the configuration of {new Date(open.value).toLocaleString('sv-SE')} again; its instances are replaced, a few at a time.</p>,
            act: () => send('PUT', appUrl(framework, id), { version: open.value }),
          })}>Go back to this one …</button>
        </div>
      )}
    </Card>
  );
}

function Difference({ before, after }: { before: string; after: string }) {
  const lines = around(difference(before, after), 2);
  if (!lines.some((line) => line && line[0] !== ' ')) return <p class="dim">They are the same.</p>;
  return (
    <pre class="diff" tabIndex={0} role="region" aria-label="What has changed since">
      {lines.map((line, i) =>
        line === null ? <span key={i} class="dim">  ⋯{'\n'}</span>
          : <span key={i} class={line[0] === '+' ? 'added' : line[0] === '−' ? 'removed' : ''}>{line[0]} {line[1] + '\n'}</span>)}
    </pre>
  );
}
