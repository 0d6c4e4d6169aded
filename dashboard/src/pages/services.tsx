import { base, services } from '../lib/behind';
import { frameworks } from '../lib/cluster';
import { cpus, megabytes } from '../lib/format';
import { usePolled } from '../lib/polled';
import { to } from '../lib/router';
import type { App } from '../lib/services';
import { conditionOf } from '../lib/services';
import { Filter, searched } from '../ui/filter';
import { AsCommand, Badge, Card, Nothing, Title } from '../ui/parts';
import type { Column } from '../ui/table';
import { Table } from '../ui/table';

/** Of more of them parts are shown instead of each. */
const MAX_BLOCKS = 10;

function Blocks({ app }: { app: App }) {
  const free = Math.max(0, app.instances - app.tasksRunning - app.tasksStaged);
  const unknown = Math.max(0, app.tasksRunning - app.tasksHealthy - app.tasksUnhealthy);
  const all: [string, number][] = [
    ['good', app.tasksHealthy + unknown],
    ['bad', app.tasksUnhealthy],
    ['info', app.tasksStaged],
    ['none', free],
  ];
  const label = `${app.tasksRunning} of ${app.instances} running, ${app.tasksHealthy} healthy, ${app.tasksUnhealthy} unhealthy, ${app.tasksStaged} starting`;
  const many = app.instances > MAX_BLOCKS || app.tasksRunning + app.tasksStaged > MAX_BLOCKS;
  return (
    <span class={many ? 'blocks many' : 'blocks'} role="img" aria-label={label} title={label}>
      {all.map(([tone, n]) => many
        ? n > 0 && <i key={tone} class={'fill-' + tone} style={{ flex: n }} />
        : Array.from({ length: n }, (_, i) => <i key={tone + i} class={'fill-' + tone} />))}
    </span>
  );
}

function columns(framework: string): Column<App>[] {
  return [
    { name: 'Service', by: (app) => app.id, show: (app) => <a href={to(['services', framework, app.id])}>{app.id}</a> },
    { name: 'Condition', by: (app) => conditionOf(app)[1], show: (app) => <Badge tone={conditionOf(app)[0]}>{conditionOf(app)[1]}</Badge> },
    { name: 'Instances', by: (app) => app.instances, show: (app) => <span class="meter"><span>{app.tasksRunning}<span class="dim">/{app.instances}</span></span> <Blocks app={app} /></span> },
    { name: 'CPUs each', right: true, by: (app) => app.cpus, show: (app) => cpus(app.cpus) },
    { name: 'Memory each', right: true, by: (app) => app.mem, show: (app) => megabytes(app.mem) },
    { name: 'Runs', wide: true, show: (app) => <code>{app.container?.docker?.image ?? (app.cmd ?? '').slice(0, 80)}</code> },
    { name: 'Version', right: true, by: (app) => app.version, show: (app) => new Date(app.version).toLocaleString('sv-SE').slice(5, 16) },
  ];
}

export function Services() {
  const known = services.value;
  if (known === null) return <Nothing>Asking the frameworks which of them keep services …</Nothing>;
  if (known.length === 0) {
    return (
      <>
        <Title>Services</Title>
        <Nothing>No service framework is connected. <code>proffer service --zk …</code> starts one.</Nothing>
      </>
    );
  }
  return <>{known.map((id) => <OfFramework key={id} id={id} />)}</>;
}

function OfFramework({ id }: { id: string }) {
  const { value, problem } = usePolled<{ apps: App[] }>(base(id) + '/v2/apps?embed=apps.counts&embed=apps.deployments', 1000);
  const fits = searched();
  const apps = value?.apps ?? [];
  const rows = apps.filter((app) => fits(app.id + ' ' + (app.container?.docker?.image ?? '') + ' ' + Object.values(app.labels ?? {}).join(' ')));
  return (
    <>
      <Title sub={<>kept by <a href={to(['frameworks', id])}>{frameworks.get(id)?.name}</a></>}
        actions={<><AsCommand command="app list" /><a class="button primary" href={to(['services', id])}>New service</a></>}>
        Services
      </Title>
      {problem && <Card class="warning"><p>{problem}</p></Card>}
      <Filter label="Id, image or label" shown={rows.length} of={apps.length} />
      <Table label="Services" columns={columns(id)} rows={rows} keyOf={(app) => app.id}
        none={value ? (apps.length === 0 ? 'There is no service yet.' : 'No service fits.') : 'Asking …'} />
    </>
  );
}
