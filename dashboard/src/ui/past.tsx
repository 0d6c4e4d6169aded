/** What the cluster and its frameworks had in the last hour, as the leading master remembers. */
import { count, cpus, megabytes } from '../lib/format';
import { goneOn, sum, useHistory } from '../lib/history';
import type { Summary } from '../lib/model';
import { Chart } from './chart';
import { Card } from './parts';
import { Since } from './usage';

const OF_CLUSTER = ['cpus', 'cpusUsed', 'cpusOffered', 'mem', 'memUsed', 'memOffered', 'disk', 'diskUsed', 'diskOffered', 'running', 'waiting'] as const;

export function ClusterPast({ of: s }: { of: Summary }) {
  const history = useHistory('/dashboard/history', OF_CLUSTER);
  if (!history) return null;
  const { cpus: c, mem: m, disk: d } = s.resources;
  const now: Record<(typeof OF_CLUSTER)[number], number[]> = {
    cpus: [c[0]], cpusUsed: [c[1]], cpusOffered: [c[2]],
    mem: [m[0]], memUsed: [m[1]], memOffered: [m[2]],
    disk: [d[0]], diskUsed: [d[1]], diskOffered: [d[2]],
    running: [s.tasks.TASK_RUNNING ?? 0],
    waiting: [(s.tasks.TASK_STAGING ?? 0) + (s.tasks.TASK_STARTING ?? 0)],
  };
  const { at, of } = goneOn(history, [s.now / 1000], now, OF_CLUSTER);
  const offered = (used: (number | null)[], free: (number | null)[]) => ({ name: 'with offers', values: sum(used, free) });
  return (
    <Card title="In the last hour" aside={<Since of={history} by="leading master" />}>
      <div class="charts">
        <Chart label="CPUs" name="allocated" at={at} values={of.cpusUsed} besides={offered(of.cpusUsed, of.cpusOffered)} limit={c[0]} show={cpus} />
        <Chart label="Memory" name="allocated" at={at} values={of.memUsed} besides={offered(of.memUsed, of.memOffered)} limit={m[0]} show={megabytes} amounts />
        <Chart label="Disk" name="allocated" at={at} values={of.diskUsed} besides={offered(of.diskUsed, of.diskOffered)} limit={d[0]} show={megabytes} amounts />
        <Chart label="Tasks" name="running" at={at} values={of.running} besides={{ name: 'starting', values: of.waiting }} limit={0} show={count} />
      </div>
    </Card>
  );
}

const OF_FRAMEWORK = ['cpus', 'mem', 'tasks', 'offers', 'accepted', 'declined'] as const;
const PER_MINUTE = 60;

/** What is counted, as so many a minute. */
function rate(at: number[], counted: (number | null)[]): (number | null)[] {
  return counted.map((value, i) => {
    const before = counted[i - 1];
    if (i === 0 || value === null || typeof before !== 'number' || value < before) return null;
    return ((value - before) / (at[i]! - at[i - 1]!)) * PER_MINUTE;
  });
}

export function FrameworkPast({ id }: { id: string }) {
  const history = useHistory('/dashboard/history?framework=' + encodeURIComponent(id), OF_FRAMEWORK);
  if (!history || history.at.length === 0) return null;
  const { at, of } = history;
  return (
    <Card title="In the last hour" aside={<Since of={history} by="leading master" />}>
      <div class="charts">
        <Chart label="CPUs it holds" at={at} values={of.cpus} limit={0} show={cpus} />
        <Chart label="Memory it holds" at={at} values={of.mem} limit={0} show={megabytes} amounts />
        <Chart label="Live tasks" at={at} values={of.tasks} limit={0} show={count} />
        <Chart label="Offers a minute" name="accepted" at={at} values={rate(at, of.accepted)}
          besides={{ name: 'declined', values: rate(at, of.declined) }} limit={0} show={cpus} />
      </div>
    </Card>
  );
}
