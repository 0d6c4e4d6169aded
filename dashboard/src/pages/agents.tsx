import { agents, uses } from '../lib/cluster';
import { count, cpus, megabytes } from '../lib/format';
import type { Agent } from '../lib/model';
import { to } from '../lib/router';
import { onAgent } from '../lib/tally';
import { Choice, Filter, chosen, searchedKey } from '../ui/filter';
import { Ago, AsCommand, Badge, Bar, BarLegend, State, Title } from '../ui/parts';
import type { Column } from '../ui/table';
import { Table } from '../ui/table';

function amount(name: 'cpus' | 'mem' | 'disk', text: string, show: (n: number) => string): Column<Agent> {
  return {
    name: text,
    by: (agent) => (agent[name] > 0 ? agent.used[name] / agent[name] : 0),
    show: (agent) => (
      <span class="meter">
        <Bar real={uses.get(agent.id)?.[name] ?? null} used={agent.used[name]} offered={agent.offered[name]} total={agent[name]} label={text} />
        <span>
          {show(agent.used[name])} <span class="dim">/ {show(agent[name])}</span>
        </span>
      </span>
    ),
  };
}

const COLUMNS: Column<Agent>[] = [
  {
    name: 'Agent',
    by: (agent) => agent.host + agent.address,
    show: (agent) => (
      <a href={to(['agents', agent.id])} title={agent.id}>
        {agent.host || agent.id}
        {agent.address && <span class="dim">:{agent.address.split(':').pop()}</span>}
      </a>
    ),
  },
  { name: 'State', by: (agent) => agent.up, show: (agent) => <><State of={agent.up} /> {agent.duty !== '' && <Badge tone="warn">{agent.duty}</Badge>}</> },
  { name: 'Tasks', right: true, by: (agent) => onAgent(agent.id).live, show: (agent) => count(onAgent(agent.id).live) },
  amount('cpus', 'CPUs', cpus),
  amount('mem', 'Memory', megabytes),
  amount('disk', 'Disk', megabytes),
  { name: 'Attributes', wide: true, show: (agent) => agent.attributes.map((one) => <code key={one}>{one}</code>) },
  { name: 'Registered', right: true, by: (agent) => -agent.since, show: (agent) => <Ago seconds={agent.since} /> },
];

export function Agents() {
  const up = chosen('up');
  const duty = chosen('duty');
  const fits = searchedKey();
  const rows = [...agents.values()].filter(
    (agent) =>
      (up === '' || agent.up === up) &&
      (duty === '' || (duty === 'any' ? agent.duty !== '' : agent.duty === duty)) &&
      fits(agent.key),
  );
  return (
    <>
      <Title sub={<BarLegend />} actions={<AsCommand command="agent list" />}>Agents</Title>
      <Filter label="Host, id or attribute" shown={rows.length} of={agents.size}>
        <Choice name="up" label="State" options={[['', 'Any state'], ['connected', 'Connected'], ['disconnected', 'Disconnected'], ['unreachable', 'Unreachable']]} />
        <Choice name="duty" label="Duty" options={[['', 'In and out of service'], ['any', 'Out of service'], ['deactivated', 'Deactivated'], ['draining', 'Being drained'], ['drained', 'Drained']]} />
      </Filter>
      <Table
        label="Agents"
        columns={COLUMNS}
        rows={rows}
        keyOf={(agent) => agent.id}
        order={{ column: 0, down: false }}
        none={agents.size === 0 ? <>No agent has registered. Start one with <code>proffer agent --master …</code></> : 'No agent fits.'}
      />
    </>
  );
}
