import { count, megabytes } from '../lib/format';
import { send } from '../lib/http';
import { usePolled } from '../lib/polled';
import { ask } from '../ui/dialog';
import { Filter, searched } from '../ui/filter';
import { AgentLink, agentName } from '../ui/links';
import { say } from '../ui/notice';
import { AsCommand, Badge, Nothing, Title } from '../ui/parts';
import { Table } from '../ui/table';

interface Disk {
  name: string;
  type: string;
  scalar?: { value: number };
  role?: string;
  reservations?: { role?: string }[];
  disk?: {
    persistence?: { id: string; principal?: string };
    volume?: { container_path?: string; mode?: string };
    source?: { type?: string };
  };
  shared?: object;
}

interface Volume extends Disk {
  agent: string;
  used: boolean;
}

interface Answer {
  slaves: {
    id: string;
    reserved_resources_full?: Record<string, Disk[]>;
    used_resources_full?: Disk[];
  }[];
}

/** Persistent volumes are among what agents have reserved. */
function volumesOf(answer: Answer): Volume[] {
  return answer.slaves.flatMap((agent) => {
    const used = new Set((agent.used_resources_full ?? []).map((one) => one.disk?.persistence?.id));
    return Object.values(agent.reserved_resources_full ?? {})
      .flat()
      .filter((one) => one.disk?.persistence)
      .map((one) => ({ ...one, agent: agent.id, used: used.has(one.disk!.persistence!.id) }));
  });
}

function roleOf(volume: Volume): string {
  return volume.reservations?.at(-1)?.role ?? volume.role ?? '';
}

function destroy(agent: string, volume: Disk): void {
  const id = volume.disk!.persistence!.id;
  ask({
    title: `Destroy volume ${id}?`,
    body: (
      <p>
        All that is in it, up to <strong>{megabytes(volume.scalar?.value ?? 0)} on {agentName(agent)}, is deleted</strong>; the disk stays reserved. This cannot be
        undone.
      </p>
    ),
    typed: id,
    doIt: 'Destroy',
    act: async () => {
      const problem = await send('POST', '/api/v1', { type: 'DESTROY_VOLUMES', destroy_volumes: { agent_id: { value: agent }, volumes: [volume] } });
      if (problem === null) say(`${id} is being destroyed`);
      return problem;
    },
  });
}

export function Volumes() {
  const { value, problem } = usePolled<Answer>('/slaves', 3000);
  const fits = searched();
  if (!value) return <Nothing>{problem || 'Asking …'}</Nothing>;
  const all = volumesOf(value);
  const rows = all.filter((one) => fits([one.disk?.persistence?.id, roleOf(one), one.agent, one.disk?.volume?.container_path].join(' ')));
  return (
    <>
      <Title sub="Persistent volumes: what is kept on an agent when the task that wrote it has ended." actions={<AsCommand command="volume list" />}>Volumes</Title>
      <Filter label="Id, role, agent or path" shown={rows.length} of={all.length} />
      <Table label={count(rows.length) + ' volumes'} rows={rows} keyOf={(one) => one.agent + one.disk!.persistence!.id} short={rows.length <= 40}
        none={all.length === 0 ? 'No framework has made a persistent volume.' : 'No volume fits.'}
        columns={[
          { name: 'Volume', by: (one) => one.disk!.persistence!.id, show: (one) => <code>{one.disk!.persistence!.id}</code> },
          { name: 'State', by: (one) => Number(one.used), show: (one) => <Badge tone={one.used ? 'good' : 'calm'}>{one.used ? 'in use' : 'kept'}</Badge> },
          { name: 'Role', by: roleOf, show: (one) => <code>{roleOf(one)}</code> },
          { name: 'Agent', by: (one) => one.agent, show: (one) => <AgentLink id={one.agent} /> },
          { name: 'Size', right: true, by: (one) => one.scalar?.value ?? 0, show: (one) => megabytes(one.scalar?.value ?? 0) },
          { name: 'Path', show: (one) => one.disk?.volume?.container_path ?? '' },
          { name: 'Made by', show: (one) => one.disk?.persistence?.principal ?? <span class="dim">–</span> },
          {
            name: '', right: true, show: ({ agent, used, ...volume }) => !used && (
              <button class="small danger" type="button" aria-label={`Destroy … ${volume.disk!.persistence!.id}`} onClick={() => destroy(agent, volume)}>Destroy …</button>
            ),
          },
        ]} />
    </>
  );
}
