/** What an autoscaling policy has read last, and what followed. */
import { count, cpus } from '../../lib/format';
import { usePolled } from '../../lib/polled';
import { beyondUrl } from '../../lib/services';
import { Chart } from '../../ui/chart';
import { Bar, Card } from '../../ui/parts';
import { Table } from '../../ui/table';
import { When } from '../../ui/when';

interface Metric {
  type: string;
  target: number;
  query?: string;
  url?: string;
}

interface Scaling {
  instances: number;
  autoscale: { metrics?: Metric[] };
  limitsNow: { min: number; max: number };
  /** Readings are in the order of the metrics. */
  /** The last hour, as long as this process of the framework runs. */
  history?: { at: number[]; instances: number[]; readings: (number | null)[][] };
  last?: { at: string; instances: number; message: string; readings: (number | null)[] };
}

export function AutoScaling({ framework, id }: { framework: string; id: string }) {
  const { value } = usePolled<Scaling>(beyondUrl(framework, id, 'autoscale'), 3000);
  if (!value) return null;
  const { min, max } = value.limitsNow;
  const last = value.last;
  const metrics = value.autoscale.metrics ?? [];
  return (
    <Card title="Autoscaling" aside={<span class="dim">{min} to {max} instances</span>}>
      <span class="meter"><Bar used={value.instances} offered={0} total={max} label="Instances of the most there may be" /> {value.instances} instances</span>
      {last ? (
        <>
          <p>{last.message} <span class="dim">(<When at={last.at} />)</span></p>
          <Table label="Metrics" short rows={metrics} keyOf={(one) => JSON.stringify(one)} none="It goes by the time of day alone."
            columns={[
              { name: 'Metric', wide: true, show: (one) => <>{one.type} {one.query && <code>{one.query}</code>}</> },
              { name: 'Value', right: true, show: (one) => { const read = last.readings[metrics.indexOf(one)]; return typeof read === 'number' ? cpus(read) : <span class="problem">not known</span>; } },
              { name: 'Target', right: true, show: (one) => cpus(one.target) },
            ]} />
        </>
      ) : <p class="dim">Its metrics have not been read yet.</p>}
      {(value.history?.at.length ?? 0) > 1 && (
        <div class="charts past">
          <Chart label="Instances" at={value.history!.at} values={value.history!.instances} limit={max} show={count} />
          {metrics.map((one, i) => (
            <Chart key={i} label={one.type} at={value.history!.at} values={value.history!.readings[i] ?? []} limit={one.target} show={cpus} />
          ))}
        </div>
      )}
    </Card>
  );
}
