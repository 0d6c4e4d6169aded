import { useSignal } from '@preact/signals';
import { base } from '../lib/behind';
import { cpus, megabytes, span } from '../lib/format';
import { send } from '../lib/http';
import { usePolled } from '../lib/polled';
import { go, to } from '../lib/router';
import type { App, AppTask, Deployment, Queued } from '../lib/services';
import { appUrl, conditionOf } from '../lib/services';
import { ask, say } from '../ui/dialog';
import { JsonEditor, jsonProblem } from '../ui/editor';
import { AgentLink } from '../ui/links';
import { AsCommand, Badge, Card, Facts, Nothing, State, Title } from '../ui/parts';
import { Table } from '../ui/table';
import { Blocks } from './services';

export function ServicePage({ path }: { path: string[] }) {
  const [, framework, id] = path as [string, string, string];
  const app = usePolled<{ app: App }>(appUrl(framework, id) + '?embed=app.tasks&embed=app.counts&embed=app.deployments&embed=app.lastTaskFailure', 1000);
  const deployments = usePolled<Deployment[]>(base(framework) + '/v2/deployments', 1000);
  const queue = usePolled<{ queue: Queued[] }>(base(framework) + '/v2/queue', 2000);
  const one = app.value?.app;
  if (!one) return <Nothing>{app.problem || 'Asking …'} <a href="#/services">All services</a></Nothing>;
  const rolling = deployments.value?.find((deployment) => deployment.affectedApps.includes(id));
  const waiting = queue.value?.queue.find((entry) => entry.app.id === id);
  const [tone, word] = conditionOf(one);
  return (
    <>
      <Title badge={<Badge tone={tone}>{word}</Badge>} sub={<>version {new Date(one.version).toLocaleString('sv-SE')}</>}
        actions={<><AsCommand command={'app show ' + id} /><Actions framework={framework} app={one} /></>}>
        {id}
      </Title>
      {rolling && <Rollout framework={framework} of={rolling} />}
      {waiting && <Waiting of={waiting} />}
      <div class="columns">
        <Card title={`Instances: ${one.tasksRunning} of ${one.instances} running`}>
          <Blocks app={one} />
          <p class="dim">{one.tasksHealthy} healthy, {one.tasksUnhealthy} unhealthy, {one.tasksStaged} starting</p>
          {one.lastTaskFailure && (
            <p class="problem">Last failure, {new Date(one.lastTaskFailure.timestamp).toLocaleString('sv-SE')}: {one.lastTaskFailure.message || one.lastTaskFailure.state}</p>
          )}
        </Card>
        <Card title="Each instance">
          <Facts of={[['CPUs', cpus(one.cpus)], ['Memory', megabytes(one.mem)],
            ['Runs', <code key="cmd" class="block">{one.container?.docker?.image ?? one.cmd ?? ''}</code>],
            ['Health check', (one.healthChecks?.length ?? 0) > 0 ? 'yes' : <span key="none" class="dim">none</span>]]} />
        </Card>
      </div>
      <Card title="Instances"><Instances framework={framework} rows={one.tasks ?? []} /></Card>
      <Configuration framework={framework} app={one} />
      <Versions framework={framework} id={id} now={one.version} />
    </>
  );
}

function Instances({ framework, rows }: { framework: string; rows: AppTask[] }) {
  return (
    <Table label="Instances" short={rows.length < 60} rows={rows} keyOf={(task) => task.id} none="There is no instance."
      columns={[
        { name: 'Instance', show: (task) => <a href={to(['tasks', framework, task.id])}>{/instance-([0-9a-f]{8})/.exec(task.id)?.[1] ?? task.id}</a> },
        { name: 'State', show: (task) => <State of={task.state} /> },
        { name: 'Health', show: (task) => { const last = task.healthCheckResults?.at(-1); return last ? <State of={last.alive ? 'healthy' : 'unhealthy'} /> : <span class="dim">–</span>; } },
        { name: 'Agent', show: (task) => <AgentLink id={task.slaveId} /> },
        { name: 'Ports', show: (task) => (task.ports ?? []).join(', ') },
        { name: 'Version', show: (task) => new Date(task.version).toLocaleTimeString('sv-SE') },
        { name: 'Started', right: true, show: (task) => (task.startedAt ? span((Date.now() - Date.parse(task.startedAt)) / 1000) + ' ago' : '–') },
      ]} />
  );
}

function Rollout({ framework, of }: { framework: string; of: Deployment }) {
  const undo = () =>
    ask({
      title: 'Roll back this deployment?',
      body: <p>What it has changed of {of.affectedApps.join(', ')} is changed back, instance by instance.</p>,
      doIt: 'Roll back',
      act: () => send('DELETE', `${base(framework)}/v2/deployments/${of.id}`),
    });
  return (
    <Card title="Deploying" class="rollout" aside={<button type="button" onClick={undo}>Roll back …</button>}>
      <progress max={of.totalSteps} value={of.currentStep - 0.5} aria-label="Steps of the deployment" />
      <p>Step {of.currentStep} of {of.totalSteps}: {of.currentActions.map((one) => `${one.action} ${one.app}`).join(', ')}</p>
    </Card>
  );
}

function Waiting({ of }: { of: Queued }) {
  const reasons = of.processedOffersSummary.rejectSummaryLastOffers.filter((one) => one.declined > 0);
  return (
    <Card title={`${of.count} instances wait`} class="warning">
      <p>
        Since {new Date(of.since).toLocaleTimeString('sv-SE')}, {of.processedOffersSummary.processedOffersCount} offers were looked at.
        {!of.delay.overdue && ` It is delayed for ${span(of.delay.timeLeftSeconds)} more after failures.`}
      </p>
      {reasons.length > 0 && (
        <ul class="plain">
          {reasons.map((one) => <li key={one.reason}>{one.declined} of the last {one.processed} did not do: {one.reason.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()}</li>)}
        </ul>
      )}
    </Card>
  );
}

function Actions({ framework, app }: { framework: string; app: App }) {
  const url = appUrl(framework, app.id);
  const count = useSignal('');
  const scale = () => {
    const wanted = Number(count.value);
    const change = () => send('PUT', url, { instances: wanted });
    const done = async () => {
      const problem = await change();
      if (problem === null) say(`${app.id} goes to ${wanted} instances`);
      return problem;
    };
    if (wanted < app.instances) {
      ask({ title: `Scale ${app.id} down?`, body: <p><strong>{app.instances - wanted} of its {app.instances} instances are killed.</strong></p>, doIt: 'Scale down', act: done });
    } else {
      void done().then((problem) => problem && say(problem));
    }
  };
  return (
    <>
      <form class="inline" onSubmit={(event) => { event.preventDefault(); scale(); }}>
        <input type="number" min="0" max="10000" required aria-label="Instances" placeholder={String(app.instances)} value={count.value}
          onInput={(event) => (count.value = event.currentTarget.value)} />
        <button type="submit">Scale</button>
      </form>
      <button type="button" onClick={() => ask({
        title: `Restart ${app.id}?`,
        body: <p>All its {app.instances} instances are replaced by new ones, a few at a time.</p>,
        doIt: 'Restart',
        act: () => send('POST', url + '/restart'),
      })}>Restart …</button>
      <button class="danger" type="button" onClick={() => ask({
        title: `Destroy ${app.id}?`,
        body: <p>Its <strong>{app.tasksRunning + app.tasksStaged} instances are killed</strong>, and its configuration and versions are forgotten. This cannot be undone.</p>,
        typed: app.id,
        doIt: 'Destroy',
        act: async () => {
          const problem = await send('DELETE', url);
          if (problem === null) { say(`${app.id} is being destroyed`); go('#/services'); }
          return problem;
        },
      })}>Destroy …</button>
    </>
  );
}

/** What the framework adds to an app and does not take back. */
const ADDED = ['version', 'versionInfo', 'deployments', 'tasks', 'lastTaskFailure', 'tasksRunning', 'tasksStaged', 'tasksHealthy', 'tasksUnhealthy', 'taskStats', 'readinessCheckResults'];

function configurationOf(app: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(app).filter(([name]) => !ADDED.includes(name))), null, 2);
}

function Configuration({ framework, app }: { framework: string; app: App }) {
  const text = useSignal<string | null>(null);
  const refused = useSignal('');
  const shown = text.value ?? configurationOf(app);
  const problem = jsonProblem(shown);
  const save = () =>
    ask({
      title: `Change ${app.id}?`,
      body: <p>Its {app.instances} instances are replaced by ones of the new configuration where it needs that, a few at a time.</p>,
      doIt: 'Change',
      act: async () => {
        const why = await send('PUT', appUrl(framework, app.id), JSON.parse(shown));
        if (why === null) { text.value = null; say(`${app.id} is being changed`); }
        return why;
      },
    });
  return (
    <Card title="Configuration" aside={text.value !== null && <button class="quiet small" type="button" onClick={() => (text.value = null)}>Discard changes</button>}>
      <details>
        <summary>App JSON</summary>
        <JsonEditor label="Configuration" text={shown} problem={problem} onText={(typed) => (text.value = typed)} />
        {refused.value && <p class="problem">{refused.value}</p>}
        <div class="actions"><button class="primary" type="button" disabled={text.value === null || problem !== ''} onClick={save}>Change …</button></div>
      </details>
    </Card>
  );
}

function Versions({ framework, id, now }: { framework: string; id: string; now: string }) {
  const { value } = usePolled<{ versions: string[] }>(appUrl(framework, id) + '/versions', 5000);
  const open = useSignal('');
  const before = usePolled<object>(open.value === '' ? null : appUrl(framework, id) + '/versions/' + open.value, 60_000).value;
  const current = usePolled<object>(appUrl(framework, id) + '/versions/' + now, 60_000).value;
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

/** The lines that only one of two texts has. */
function Difference({ before, after }: { before: string; after: string }) {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const lines = [
    ...old.filter((line) => !fresh.includes(line)).map((line): [string, string] => ['−', line]),
    ...fresh.filter((line) => !old.includes(line)).map((line): [string, string] => ['+', line]),
  ];
  if (lines.length === 0) return <p class="dim">They are the same.</p>;
  return <pre class="diff" tabIndex={0} aria-label="What has changed since">{lines.map(([sign, line], i) => <span key={i} class={sign === '+' ? 'added' : 'removed'}>{sign} {line + '\n'}</span>)}</pre>;
}
