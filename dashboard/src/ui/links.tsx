/** Names that lead to what they name. */
import { agents, frameworks, names } from '../lib/cluster';
import { shortId } from '../lib/format';
import { to } from '../lib/router';

let counted = -1;
let hosts = new Map<string, number>();

/** An agent's host, and its port where others are on the same. */
export function agentName(id: string): string {
  const agent = agents.get(id);
  if (!agent || agent.host === '') return shortId(id);
  if (counted !== names.value) {
    counted = names.value;
    hosts = new Map();
    for (const one of agents.values()) hosts.set(one.host, (hosts.get(one.host) ?? 0) + 1);
  }
  return hosts.get(agent.host)! > 1 ? agent.host + ':' + agent.address.split(':').pop() : agent.host;
}

export function AgentLink({ id }: { id: string }) {
  names.value;
  return (
    <a href={to(['agents', id])} title={id}>
      {agentName(id)}
    </a>
  );
}

export function FrameworkLink({ id }: { id: string }) {
  names.value;
  return (
    <a href={to(['frameworks', id])} title={id}>
      {frameworks.get(id)?.name || shortId(id)}
    </a>
  );
}

export function TaskLink({ framework, task, name }: { framework: string; task: string; name?: string }) {
  return (
    <a href={to(['tasks', framework, task])} title={task}>
      {name ?? shortId(task)}
    </a>
  );
}
