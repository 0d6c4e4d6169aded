import { agents, offers, uses } from '../lib/cluster';
import { NAMES, at, bytes, count, cpus, megabytes, quantity, shortId } from '../lib/format';
import type { Agent } from '../lib/model';
import { SCALARS, isLive } from '../lib/model';
import { usePolled } from '../lib/polled';
import { to } from '../lib/router';
import type { Statistic } from '../lib/usage';
import { measured, usageOf, usageOfAgent } from '../lib/usage';
import { agentName } from '../ui/links';
import { LogView } from '../ui/logs';
import { OfferTable } from '../ui/offertable';
import { Ago, AsCommand, Badge, Bar, Card, Copy, Facts, Nothing, State, Title } from '../ui/parts';
import { Table } from '../ui/table';
import { TaskTable, useTaskRows, useTasks } from '../ui/tasktable';
import { AgentUsage } from '../ui/usage';
import { Drain, DutyActions } from './drain';

interface Details {
  slaves: { reserved_resources?: Record<string, Record<string, number | string>>; unreserved_resources?: Record<string, number | string>; capabilities?: string[] }[];
}

export function AgentPage({ path }: { path: string[] }) {
  const id = path[1]!;
  const own = useTasks(id, (task) => task.agent === id);
  const liveRows = useTaskRows(id, (task) => task.agent === id && isLive(task), 'on an agent');
  const live = liveRows.rows;
  const agent = agents.get(id);
  if (!agent) return <Nothing>The master knows no agent {id}. <a href="#/agents">All agents</a></Nothing>;
  const held = [...offers.values()].filter((offer) => offer.agent === id);
  return (
    <>
      <Title
        badge={<><State of={agent.up} /> {agent.duty !== '' && <Badge tone={agent.duty === 'drained' ? 'calm' : 'warn'}>{agent.duty}</Badge>}</>}
        sub={<><code>{agent.id}</code> <Copy text={agent.id} label="Copy id" /></>}
        actions={<><AsCommand command={agent.duty === 'draining' ? `agent drain ${agent.id} --wait` : 'agent show ' + agent.id} /><DutyActions agent={agent} live={live} /></>}
      >
        {agentName(agent.id)}
      </Title>
      {agent.up === 'unreachable' ? (
        <Nothing>It has been unreachable since <Ago seconds={agent.since} />. What it had is known again when it comes back.</Nothing>
      ) : (
        <>
          {agent.duty !== '' && <Drain agent={agent} own={own} />}
          <div class="columns">
            <Card title="Resources"><Amounts of={agent} /></Card>
            <Card title="What it is"><Facts of={facts(agent)} /></Card>
          </div>
          <Reserved id={id} />
          {agent.up === 'connected' && <AgentUsage of={agent} />}
          <Use agent={agent} />
        </>
      )}
      {held.length > 0 && <Card title={`Offered (${count(held.length)})`}><OfferTable rows={held} none="" short /></Card>}
      <Card title={`Live tasks (${count(live.length)})`} aside={<a href={to(['tasks'], { agent: id })}>With those that ended</a>}>
        <TaskTable of={liveRows} none="No task is on it." short />
      </Card>
      {agent.up === 'connected' && <Card title="Its log"><LogView agent={id} directory="" names={['/slave/log']} /></Card>}
    </>
  );
}

/** Used, as the agent has just measured it for the charts below; until it has, as it has told the master. */
function Amounts({ of: agent }: { of: Agent }) {
  measured.value;
  const now = usageOfAgent(agent.id);
  const used = (name: (typeof SCALARS)[number]) => (name === 'gpus' ? null : now?.[name].at(-1) ?? uses.get(agent.id)?.[name] ?? null);
  return (
    <div class="capacity one">
      {SCALARS.filter((name) => agent[name] > 0).map((name) => (
        <div key={name}>
          <div class="row"><strong>{NAMES[name]}</strong><span>{quantity(name, agent[name])}</span></div>
          <Bar real={used(name)} used={agent.used[name]} offered={agent.offered[name]} total={agent[name]} label={NAMES[name]!} />
          <div class="row dim">
            <span>{used(name) !== null && <>{quantity(name, used(name)!)} used, </>}{quantity(name, agent.used[name])} allocated, {quantity(name, agent.offered[name])} offered</span>
            <span>{quantity(name, Math.max(0, agent[name] - agent.used[name] - agent.offered[name]))} free</span>
          </div>
        </div>
      ))}
    </div>
  );
}

function facts(agent: Agent): [string, preact.ComponentChildren][] {
  return [
    ['Address', agent.address],
    ['Version', agent.version],
    ['Attributes', agent.attributes.length === 0 ? <span class="dim">none</span> : agent.attributes.map((one) => <code key={one}>{one}</code>)],
    ['Region and zone', agent.zone || <span class="dim">none</span>],
    ['Registered', at(agent.since * 1000)],
    ['Came back', agent.back === 0 ? <span class="dim">never had to</span> : at(agent.back * 1000)],
  ];
}

function Reserved({ id }: { id: string }) {
  const { value } = usePolled<Details>('/slaves?slave_id=' + encodeURIComponent(id), 5000);
  const reserved = Object.entries(value?.slaves[0]?.reserved_resources ?? {});
  if (reserved.length === 0) return null;
  return (
    <Card title="Reserved">
      <Table label="Reservations" short rows={reserved} keyOf={([role]) => role} none=""
        columns={[
          { name: 'Role', show: ([role]) => <code>{role}</code> },
          { name: 'CPUs', right: true, show: ([, of]) => cpus(Number(of.cpus ?? 0)) },
          { name: 'Memory', right: true, show: ([, of]) => megabytes(Number(of.mem ?? 0)) },
          { name: 'Disk', right: true, show: ([, of]) => megabytes(Number(of.disk ?? 0)) },
          { name: 'Ports', show: ([, of]) => of.ports ?? '' },
        ]} />
    </Card>
  );
}

/** CPUs in use since the measurement before. */
function rate(one: Statistic): number | null {
  return usageOf(one.framework_id, one.executor_id, one.source)?.cpus.at(-1) ?? null;
}

function Use({ agent }: { agent: Agent }) {
  const { value, problem } = usePolled<Statistic[]>(
    agent.up === 'connected' ? '/agent/' + encodeURIComponent(agent.id) + '/monitor/statistics' : null, 3000);
  if (problem) return <Card title="Real use"><Nothing>{problem}</Nothing></Card>;
  if (!value || value.length === 0) return null;
  return (
    <Card title="Use of each" aside={<span class="dim">measured by the agent</span>}>
      <Table label="Real use" short={value.length < 40} rows={value} keyOf={(one) => one.framework_id + one.executor_id + (one.source ?? '')} none=""
        columns={[
          { name: 'Task or executor', show: (one) => <a href={to(['tasks', one.framework_id, one.executor_id])}>{shortId(one.executor_id)}</a> },
          {
            name: 'CPUs', show: (one) => {
              const used = rate(one);
              return used === null ? <span class="dim">measuring</span> : (
                <span class="meter"><Bar used={used} offered={0} total={one.statistics.cpus_limit ?? 0} label="CPUs" />
                  <span>{cpus(used)} <span class="dim">/ {cpus(one.statistics.cpus_limit ?? 0)}</span></span></span>
              );
            },
          },
          {
            name: 'Memory', show: (one) => {
              const used = one.statistics.mem_total_bytes ?? one.statistics.mem_rss_bytes ?? 0;
              return (
                <span class="meter"><Bar used={used} offered={0} total={one.statistics.mem_limit_bytes ?? 0} label="Memory" />
                  <span>{bytes(used)} <span class="dim">/ {bytes(one.statistics.mem_limit_bytes ?? 0)}</span></span></span>
              );
            },
          },
        ]} />
    </Card>
  );
}
