/** What a framework is not offered at present, and until when. */
import { count, cpus, megabytes, now, span } from '../lib/format';
import { usePolled } from '../lib/polled';
import type { Refused } from '../lib/shortage';
import { AgentLink } from '../ui/links';
import { Ago, Card, Nothing } from '../ui/parts';
import { Table } from '../ui/table';

export function useFilters(id: string): Refused | null {
  return usePolled<Refused>('/dashboard/filters?framework=' + encodeURIComponent(id), 2000).value;
}

export function Filters({ of: value }: { of: Refused | null }) {
  if (!value) return null;
  const rows = value.refusals;
  return (
    <Card title={`Filters (${count(value.refusals_in_all)})`} aside={<span class="dim">what it is not offered at present</span>}>
      {value.suppressed.length > 0 && (
        <ul class="plain">
          {value.suppressed.map((one) => <li key={one.role}>It has wanted no offers for <code>{one.role}</code> for <Ago seconds={one.since} />.</li>)}
        </ul>
      )}
      {rows.length === 0 ? (
        value.suppressed.length === 0 && <Nothing>It refuses nothing: whatever is free may be offered to it.</Nothing>
      ) : (
        <Table label="Filters" short={rows.length < 60} rows={rows} keyOf={(one) => one.role + one.agent_id + one.until + one.cpus + one.mem} none=""
          columns={[
            { name: 'Role', show: (one) => <code>{one.role}</code> },
            { name: 'Agent', show: (one) => <AgentLink id={one.agent_id} /> },
            { name: 'CPUs', right: true, show: (one) => cpus(one.cpus) },
            { name: 'Memory', right: true, show: (one) => megabytes(one.mem) },
            { name: 'Disk', right: true, show: (one) => megabytes(one.disk) },
            { name: 'Offered again in', right: true, show: (one) => span(one.until - now.value / 1000) },
          ]} />
      )}
      {value.refusals_in_all > rows.length && <p class="dim">The {count(rows.length)} that last longest are shown.</p>}
    </Card>
  );
}
