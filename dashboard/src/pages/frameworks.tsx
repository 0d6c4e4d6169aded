import { frameworks } from '../lib/cluster';
import { count, cpus, megabytes, percent, shortId } from '../lib/format';
import type { Framework } from '../lib/model';
import { SCALARS } from '../lib/model';
import { to } from '../lib/router';
import { capacity, ofFramework, offersHeld } from '../lib/tally';
import { Choice, Filter, chosen, searched } from '../ui/filter';
import { Ago, AsCommand, Badge, State, Title } from '../ui/parts';
import type { Column } from '../ui/table';
import { Table } from '../ui/table';

/** The largest part of any resource of the cluster that a framework holds, which fairness goes by. */
export function dominantShare(id: string): number {
  const held = ofFramework(id);
  const all = capacity();
  return Math.max(...SCALARS.map((name) => (all[name] > 0 ? held[name] / all[name] : 0)));
}

export function suppressed(framework: Framework): boolean {
  return framework.roles.length > 0 && framework.roles.every((role) => framework.suppressed.includes(role));
}

const COLUMNS: Column<Framework>[] = [
  {
    name: 'Framework',
    by: (one) => one.name,
    show: (one) => <a href={to(['frameworks', one.id])} title={one.id}>{one.name || shortId(one.id)}</a>,
  },
  {
    name: 'State',
    by: (one) => one.up,
    show: (one) => (
      <>
        <State of={one.up} /> {one.up === 'connected' && suppressed(one) && <Badge tone="calm">suppressed</Badge>}
      </>
    ),
  },
  { name: 'Tasks', right: true, by: (one) => ofFramework(one.id).live, show: (one) => count(ofFramework(one.id).live) },
  { name: 'CPUs', right: true, by: (one) => ofFramework(one.id).cpus, show: (one) => cpus(ofFramework(one.id).cpus) },
  { name: 'Memory', right: true, by: (one) => ofFramework(one.id).mem, show: (one) => megabytes(ofFramework(one.id).mem) },
  { name: 'Share', right: true, by: (one) => dominantShare(one.id), show: (one) => percent(dominantShare(one.id), 1) },
  { name: 'Offers', right: true, by: (one) => offersHeld(one.id), show: (one) => count(offersHeld(one.id)) },
  { name: 'Roles', show: (one) => one.roles.map((role) => <code key={role}>{role}</code>) },
  { name: 'Last offer', right: true, by: (one) => -one.offered, show: (one) => <Ago seconds={one.offered} none="never" /> },
  { name: 'Registered', right: true, by: (one) => -one.since, show: (one) => <Ago seconds={one.since} /> },
];

export function Frameworks() {
  const up = chosen('up');
  const fits = searched();
  const rows = [...frameworks.values()].filter((one) => (up === '' || one.up === up) && fits(one.name + ' ' + one.id + ' ' + one.roles.join(' ')));
  return (
    <>
      <Title actions={<AsCommand command="framework list" />}>Frameworks</Title>
      <Filter label="Name, id or role" shown={rows.length} of={frameworks.size}>
        <Choice name="up" label="State" options={[['', 'Any state'], ['connected', 'Connected'], ['disconnected', 'Disconnected'], ['completed', 'Ended']]} />
      </Filter>
      <Table label="Frameworks" columns={COLUMNS} rows={rows} keyOf={(one) => one.id}
        none={frameworks.size === 0 ? 'No framework has subscribed.' : 'No framework fits.'} />
    </>
  );
}
