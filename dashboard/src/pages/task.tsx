import type { ComponentChildren } from 'preact';
import { batches, services } from '../lib/behind';
import { agents } from '../lib/cluster';
import { clockTime, cpus, megabytes, shortId, span, stateName } from '../lib/format';
import type { Task } from '../lib/model';
import { isLive } from '../lib/model';
import { originOf } from '../lib/origin';
import { usePolled } from '../lib/polled';
import { to } from '../lib/router';
import { tasks } from '../lib/tasks';
import { Exec } from '../ui/exec';
import { Files } from '../ui/files';
import { AgentLink, FrameworkLink } from '../ui/links';
import { LogView } from '../ui/logs';
import { Ago, AsCommand, Badge, Card, Copy, Facts, Nothing, State, Title, toneOf } from '../ui/parts';
import { TaskUsage } from '../ui/usage';

interface Status {
  state: string;
  timestamp: number;
  message?: string;
  source?: string;
  reason?: string;
  healthy?: boolean;
  container_status?: { network_infos?: { ip_addresses?: { ip_address?: string }[] }[] };
}

interface Detail {
  statuses: Status[];
  command?: { value?: string; shell?: boolean; arguments?: string[]; user?: string };
  container?: { type?: string; docker?: { image?: string }; mesos?: { image?: { docker?: { name?: string } } } };
  labels?: { key: string; value?: string }[];
  variables?: string[];
  limits?: Record<string, number>;
  resources?: Record<string, number | string>;
}

export function TaskPage({ path }: { path: string[] }) {
  const [, framework, id] = path as [string, string, string];
  const task = tasks.get(framework, id);
  const detail = usePolled<Detail>(
    `/dashboard/task?framework=${encodeURIComponent(framework)}&task=${encodeURIComponent(id)}`,
    task && isLive(task) ? 1000 : 5000,
  );
  if (!task) {
    return <Nothing>The master knows no task {id} of that framework, or does not remember it any more. <a href="#/tasks">All tasks</a></Nothing>;
  }
  return (
    <>
      <Title
        badge={<><State of={task.state} /> {task.health !== 0 && <Badge tone={task.health > 0 ? 'good' : 'bad'}>{task.health > 0 ? 'healthy' : 'unhealthy'}</Badge>}</>}
        sub={<><code>{task.id}</code> <Copy text={task.id} label="Copy id" /></>}
        actions={<><AsCommand command={`task exec -it ${task.id} sh`} /></>}
      >
        {task.name === task.id ? shortId(task.id) : task.name}
      </Title>
      <div class="columns">
        <Card title="What it is"><Facts of={facts(task, detail.value)} /></Card>
        <Card title="Timeline"><Timeline of={detail.value?.statuses ?? []} live={isLive(task)} /></Card>
      </div>
      {agents.get(task.agent)?.up === 'connected' && (
        <TaskUsage agent={task.agent} framework={task.framework} executor={task.executor || task.id} task={task.id} disk={task.disk} live={isLive(task)} />
      )}
      {task.state === 'TASK_RUNNING' && agents.get(task.agent)?.up === 'connected' && <Exec task={task} />}
      <Output task={task} />
    </>
  );
}

function facts(task: Task, detail: Detail | null): [string, ComponentChildren][] {
  const command = detail?.command;
  const line = command?.value ?? '';
  const words = [line, ...(command?.arguments ?? [])].join(' ');
  const image = detail?.container?.docker?.image ?? detail?.container?.mesos?.image?.docker?.name;
  const ip = detail?.statuses.at(-1)?.container_status?.network_infos?.[0]?.ip_addresses?.[0]?.ip_address;
  const facts: [string, ComponentChildren][] = [
    ...partOf(task),
    ['Framework', <FrameworkLink key="f" id={task.framework} />],
    ['Agent', <AgentLink key="a" id={task.agent} />],
    ['Role', task.role],
    ['CPUs', cpus(task.cpus)],
    ['Memory', megabytes(task.mem)],
    ['Disk', megabytes(task.disk)],
  ];
  if (task.gpus > 0) facts.push(['GPUs', cpus(task.gpus)]);
  if (detail?.resources?.ports) facts.push(['Ports', ports(String(detail.resources.ports))]);
  if (words.trim() !== '') facts.push(['Command', <code key="c" class="block">{words}</code>]);
  if (image) facts.push(['Image', <code key="i">{image}</code>]);
  const runs = otherRuns(task);
  if (runs.length > 0) facts.push(['Other runs', runs.map((one) => <span key={one.id} class="spaced"><a href={to(['tasks', one.framework, one.id])}>{one.id.slice(one.id.lastIndexOf('.') + 1)}</a> <State of={one.state} /></span>)]);
  if (ip) facts.push(['Address', ip]);
  if (task.executor !== '') facts.push(['Executor', <code key="e">{task.executor}</code>]);
  if (detail?.variables && detail.variables.length > 0) facts.push(['Variables', <Variables key="v" names={detail.variables} />]);
  for (const label of detail?.labels ?? []) facts.push([label.key, label.value ?? '']);
  return facts;
}

function partOf({ framework, id }: Task): [string, ComponentChildren][] {
  const speaks = services.value?.includes(framework) ? 'services' : batches.value?.includes(framework) ? 'jobs' : null;
  const origin = speaks && originOf(id, speaks);
  if (!origin) return [];
  return origin.kind === 'service'
    ? [['Service', <a key="s" href={to(['services', framework, origin.id])}>{origin.id}</a>]]
    : [['Run', <a key="r" href={to(['jobs', framework, origin.id, origin.run])}>{origin.run}</a>], ['Job', <a key="j" href={to(['jobs', framework, origin.id])}>{origin.id}</a>]];
}

const FEW = 5;

/** Their names: what they are set to may be a secret. */
function Variables({ names }: { names: string[] }) {
  const all = names.map((name) => <code key={name}>{name}</code>);
  return names.length <= FEW ? <>{all}</> : <details><summary>{names.length} of them</summary>{all}</details>;
}

/** `[31000-31000, 31005-31007]` is `31000, 31005-31007`. */
function ports(ranges: string): string {
  return ranges.replace(/^\[|\]$/g, '').replace(/\b(\d+)-\1\b/g, '$1');
}

const MAX_RUNS = 3;

/** The task of an instance, or of an attempt, that was before this one, with its logs; and the one after it. */
function otherRuns(task: Task): Task[] {
  const [, name, run] = /^(.*\.)(\d+)$/.exec(task.id) ?? [];
  if (name === undefined) return [];
  const from = Math.max(1, Number(run) - MAX_RUNS);
  return Array.from({ length: MAX_RUNS + 2 }, (_, i) => tasks.get(task.framework, name + (from + i)))
    .filter((one) => one !== undefined && one.id !== task.id) as Task[];
}

function Timeline({ of: statuses, live }: { of: Status[]; live: boolean }) {
  if (statuses.length === 0) return <Nothing>It is on its way to its agent.</Nothing>;
  return (
    <ol class="timeline">
      {statuses.map((status, i) => (
        <li key={i}>
          <i class={'dot fill-' + toneOf(status.state)} aria-hidden="true" />
          <div>
            <strong>{stateName(status.state)}</strong> <time class="dim">{clockTime(status.timestamp * 1000)}</time>
            {i > 0 && <span class="dim"> after {gap(status.timestamp - statuses[i - 1]!.timestamp)}</span>}
            {status.message && <p>{status.message}</p>}
            {status.reason && <p class="dim">{status.reason.replace(/^REASON_/, '').toLowerCase().replaceAll('_', ' ')}, says the {(status.source ?? '').replace(/^SOURCE_/, '').toLowerCase()}</p>}
          </div>
        </li>
      ))}
      {live && <li class="dim"><i class="dot" aria-hidden="true" /><div>for <Ago seconds={statuses.at(-1)!.timestamp} /></div></li>}
    </ol>
  );
}

function gap(seconds: number): string {
  return seconds < 1 ? Math.max(0, Math.round(seconds * 1000)) + ' ms' : span(seconds);
}

function Output({ task }: { task: Task }) {
  if (agents.get(task.agent)?.up !== 'connected') {
    return <Card title="Output"><Nothing>Its agent is not connected; its files are there.</Nothing></Card>;
  }
  const executor = task.executor || task.id;
  const run = `/frameworks/${task.framework}/executors/${executor}/runs/latest`;
  const sandbox = task.executor === '' ? run : `${run}/tasks/${task.id}`;
  return (
    <>
      <Card title="Output"><LogView key={sandbox} agent={task.agent} directory={sandbox} names={['/stdout', '/stderr']} /></Card>
      <Card title="Files"><Files key={sandbox} agent={task.agent} root={sandbox} /></Card>
    </>
  );
}
