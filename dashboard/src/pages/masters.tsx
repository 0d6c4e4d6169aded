import { count } from '../lib/format';
import { usePolled } from '../lib/polled';
import { summary } from '../lib/stream';
import { Ago, AsCommand, Badge, Card, Copy, Facts, Nothing, Title } from '../ui/parts';
import { Table } from '../ui/table';

interface Known {
  cluster: string;
  self: string;
  leader: string;
  masters: string[];
}

export function Masters() {
  const { value: known, problem } = usePolled<Known>('/dashboard/masters', 2000);
  const flags = usePolled<{ flags: Record<string, string> }>('/flags', 60_000).value;
  const s = summary.value;
  if (!known) return <Nothing>{problem || 'Asking …'}</Nothing>;
  return (
    <>
      <Title sub="One leads and decides; the others are ready to take over." actions={<AsCommand command="master list" />}>Masters</Title>
      <Card title={`Masters (${count(known.masters.length)})`}>
        <Table
          label="Masters"
          short
          rows={known.masters}
          keyOf={(address) => address}
          none="None is listed."
          columns={[
            { name: 'Address', show: (address) => <a href={location.protocol + '//' + address + '/#/masters'}>{address}</a> },
            {
              name: 'Part',
              show: (address) => (address === known.leader ? <Badge tone="good">leads</Badge> : <Badge tone="calm">stands by</Badge>),
            },
            { name: '', show: (address) => (address === known.self ? <span class="dim">the one you look at</span> : '') },
          ]}
        />
      </Card>
      {s && (
        <Card title="The leader">
          <Facts
            of={[
              ['Address', s.address],
              ['Id of this term', <span key="id"><code>{s.master}</code> <Copy text={s.master} label="Copy" /></span>],
              ['Leads for', <Ago key="elected" seconds={s.elected} />],
              ['Runs for', <Ago key="started" seconds={s.started} />],
              ['Version', s.build],
              ['State version', count(s.version)],
            ]}
          />
        </Card>
      )}
      {flags && (
        <Card title="How this one is configured">
          <Facts of={Object.entries(flags.flags).map(([name, value]) => [name, <code key={name}>{value}</code>])} />
        </Card>
      )}
    </>
  );
}
