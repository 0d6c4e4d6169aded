import { agents, offers, tasks } from '../lib/cluster';
import { NAMES, at, bytes, count, cpus, megabytes, quantity, shortId } from '../lib/format';
import type { Agent } from '../lib/model';
import { SCALARS, isLive } from '../lib/model';
import { usePolled } from '../lib/polled';
import { to } from '../lib/router';
import { agentName } from '../ui/links';
import { LogView } from '../ui/logs';
import { OfferTable } from '../ui/offertable';
import { Ago, AsCommand, Bar, Card, Copy, Facts, Nothing, State, Title } from '../ui/parts';
import { Table } from '../ui/table';
import { TaskTable } from '../ui/tasktable';

interface Statistic {
  executor_id: string;
  framework_id: string;
  statistics: {
    timestamp: number;
    cpus_limit?: number;
    cpus_system_time_secs?: number;
    cpus_user_time_secs?: number;
    mem_rss_bytes?: number;
    mem_total_bytes?: number;
    mem_limit_bytes?: number;
  };
}

interface Details {
  slaves: { reserved_resources?: Record<string, Record<string, number | string>>; unreserved_resources?: Record<string, number | string>; capabilities?: string[] }[];
}

export function AgentPage({ path }: { path: string[] }) {
  const id = path[1]!;
  const agent = agents.get(id);
  if (!agent) return <Nothing>The master knows no agent {id}. <a href="#/agents">All agents</a></Nothing>;
  const own = [...tasks.values()].filter((task) => task.agent === id);
  const live = own.filter(isLive).reverse();
  const held = [...offers.values()].filter((offer) => offer.agent === id);
  return (
    <>
      <Title
        badge={<State of={agent.up} />}
        sub={<><code>{agent.id}</code> <Copy text={agent.id} label="Copy id" /></>}
        actions={<AsCommand command="agent list" />}
      >
        {agentName(agent.id)}
      </Title>
      {agent.up === 'unreachable' ? (
        <Nothing>It has been unreachable since <Ago seconds={agent.since} />. What it had is known again when it comes back.</Nothing>
      ) : (
        <>
          <div class="columns">
            <Card title="Resources"><Amounts of={agent} /></Card>
            <Card title="What it is"><Facts of={facts(agent)} /></Card>
          </div>
          <Reserved id={id} />
          <Use agent={agent} />
        </>
      )}
      {held.length > 0 && <Card title={`Offered (${count(held.length)})`}><OfferTable rows={held} none="" short /></Card>}
      <Card title={`Live tasks (${count(live.length)})`} aside={<a href={to(['tasks'], { agent: id })}>With those that ended</a>}>
        <TaskTable rows={live} none="No task is on it." without="agent" short />
      </Card>
      {agent.up === 'connected' && <Card title="Its log"><LogView agent={id} directory="" names={['/slave/log']} /></Card>}
    </>
  );
}

function Amounts({ of: agent }: { of: Agent }) {
  return (
    <div class="capacity one">
      {SCALARS.filter((name) => agent[name] > 0).map((name) => (
        <div key={name}>
          <div class="row"><strong>{NAMES[name]}</strong><span>{quantity(name, agent[name])}</span></div>
          <Bar used={agent.used[name]} offered={agent.offered[name]} total={agent[name]} label={NAMES[name]!} />
          <div class="row dim">
            <span>{quantity(name, agent.used[name])} used, {quantity(name, agent.offered[name])} offered</span>
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

const before = new Map<string, { at: number; used: number; rate: number }>();

/** CPUs in use since the question before. */
function rate(one: Statistic): number | null {
  const key = one.framework_id + one.executor_id;
  const used = (one.statistics.cpus_user_time_secs ?? 0) + (one.statistics.cpus_system_time_secs ?? 0);
  const old = before.get(key);
  if (old && one.statistics.timestamp <= old.at) return old.rate >= 0 ? old.rate : null;
  const now = old ? (used - old.used) / (one.statistics.timestamp - old.at) : -1;
  before.set(key, { at: one.statistics.timestamp, used, rate: now });
  return now >= 0 ? now : null;
}

function Use({ agent }: { agent: Agent }) {
  const { value, problem } = usePolled<Statistic[]>(
    agent.up === 'connected' ? '/agent/' + encodeURIComponent(agent.id) + '/monitor/statistics' : null, 3000);
  if (problem) return <Card title="Real use"><Nothing>{problem}</Nothing></Card>;
  if (!value || value.length === 0) return null;
  return (
    <Card title="Real use" aside={<span class="dim">measured by the agent</span>}>
      <Table label="Real use" short={value.length < 40} rows={value} keyOf={(one) => one.framework_id + one.executor_id} none=""
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
