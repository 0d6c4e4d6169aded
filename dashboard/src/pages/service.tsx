import { useSignal } from '@preact/signals';
import { cpus, megabytes, span, stateName } from '../lib/format';
import { send } from '../lib/http';
import { usePolled } from '../lib/polled';
import { go, to } from '../lib/router';
import type { App, AppTask } from '../lib/services';
import { appUrl, conditionOf, instanceName } from '../lib/services';
import { ask } from '../ui/dialog';
import { AgentLink } from '../ui/links';
import { attempt, say } from '../ui/notice';
import { AsCommand, Badge, Card, Facts, Nothing, State, Title, toneOf } from '../ui/parts';
import { Table } from '../ui/table';
import { Configuration, Versions } from './service/configuration';
import { History } from './service/history';
import { MergedLogs } from './service/merged';
import { LastDeployments, Rollout, useDeployments } from './service/rollout';
import { AutoScaling } from './service/scaling';
import { Waiting } from './service/waiting';

export function ServicePage({ path }: { path: string[] }) {
  const [, framework, id] = path as [string, string, string];
  const app = usePolled<{ app: App }>(appUrl(framework, id) + '?embed=app.tasks&embed=app.counts&embed=app.deployments&embed=app.lastTaskFailure', 1000);
  const deployments = useDeployments(framework).value;
  const one = app.value?.app;
  if (!one) return <Nothing>{app.problem || 'Asking …'} <a href="#/services">All services</a></Nothing>;
  const rolling = deployments?.running.find((deployment) => deployment.affectedApps.includes(id));
  const [tone, word] = conditionOf(one);
  const tasks = one.tasks ?? [];
  return (
    <>
      <Title badge={<Badge tone={tone}>{word}</Badge>} sub={<>version {new Date(one.version).toLocaleString('sv-SE')}</>}
        actions={<><AsCommand command={'app show ' + id} /><Actions framework={framework} app={one} /></>}>
        {id}
      </Title>
      {rolling && <Rollout framework={framework} of={rolling} app={one} />}
      {word !== 'running' && <Waiting framework={framework} id={id} deploying={rolling !== undefined} />}
      <div class="columns">
        <Card title={running(one)}>
          <EachInstance framework={framework} app={one} />
          <p class="dim">{health(one)}</p>
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
      {one.proffer?.autoscale !== undefined && <AutoScaling framework={framework} id={id} />}
      <Card title="Instances"><Instances framework={framework} rows={tasks} now={one.version} /></Card>
      <MergedLogs framework={framework} tasks={tasks} />
      <History framework={framework} id={id} />
      <LastDeployments ended={deployments?.ended ?? []} id={id} />
      <Configuration framework={framework} app={one} />
      <Versions framework={framework} id={id} now={one.version} />
    </>
  );
}

function running(app: App): string {
  const more = app.tasksRunning - app.instances;
  return more > 0 ? `${app.tasksRunning} running, ${more} more than are wanted` : `${app.tasksRunning} of ${app.instances} running`;
}

function health(app: App): string {
  const checked = app.healthChecks?.length ? `${app.tasksHealthy} healthy, ${app.tasksUnhealthy} unhealthy` : 'Nobody checks whether they are healthy';
  return app.tasksStaged > 0 ? `${checked}; ${app.tasksStaged} starting` : checked;
}

const MAX_BLOCKS = 200;

/** A block for each instance there is or shall be; those of an earlier version are hollow. */
function EachInstance({ framework, app }: { framework: string; app: App }) {
  const tasks = (app.tasks ?? []).slice(0, MAX_BLOCKS);
  const missing = Math.max(0, Math.min(MAX_BLOCKS, app.instances) - tasks.length);
  return (
    <div class="blocks big">
      {tasks.map((task) => {
        const alive = task.healthCheckResults?.at(-1)?.alive;
        const old = task.version !== app.version;
        const text = `${instanceName(task.id)}: ${stateName(task.state)}${alive === false ? ', unhealthy' : ''}${old ? ', of an earlier version' : ''}, on ${task.host}`;
        return (
          <a key={task.id} href={to(['tasks', framework, task.id])} title={text} aria-label={text}
            class={'fill-' + (alive === false ? 'bad' : toneOf(task.state)) + (old ? ' old' : '')} />
        );
      })}
      {Array.from({ length: missing }, (_, i) => <i key={i} class="fill-none" title="to be launched" />)}
    </div>
  );
}

function Instances({ framework, rows, now }: { framework: string; rows: AppTask[]; now: string }) {
  return (
    <Table label="Instances" short={rows.length < 60} rows={rows} keyOf={(task) => task.id} none="There is no instance."
      columns={[
        { name: 'Instance', show: (task) => <a href={to(['tasks', framework, task.id])}>{instanceName(task.id)}</a> },
        { name: 'State', show: (task) => <State of={task.state} /> },
        { name: 'Health', show: (task) => { const last = task.healthCheckResults?.at(-1); return last ? <State of={last.alive ? 'healthy' : 'unhealthy'} /> : <span class="dim">–</span>; } },
        { name: 'Agent', show: (task) => <AgentLink id={task.slaveId} /> },
        { name: 'Ports', show: (task) => (task.ports ?? []).join(', ') },
        { name: 'Version', show: (task) => (task.version === now ? <span class="dim">current</span> : <Badge tone="warn">{new Date(task.version).toLocaleTimeString('sv-SE')}</Badge>) },
        { name: 'Started', right: true, show: (task) => (task.startedAt ? span((Date.now() - Date.parse(task.startedAt)) / 1000) + ' ago' : '–') },
      ]} />
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
      void attempt(done);
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
