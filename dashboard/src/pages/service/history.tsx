/** What became of instances that are not there any more. */
import { span, stateName } from '../../lib/format';
import { usePolled } from '../../lib/polled';
import { to } from '../../lib/router';
import type { Past } from '../../lib/services';
import { beyondUrl, instanceName } from '../../lib/services';
import { Badge, Card, State } from '../../ui/parts';
import { Table } from '../../ui/table';
import { When } from '../../ui/when';

export function History({ framework, id }: { framework: string; id: string }) {
  const tasks = usePolled<{ tasks: Past[] }>(beyondUrl(framework, id, 'history'), 3000).value?.tasks ?? [];
  if (tasks.length === 0) return null;
  return (
    <Card title={`Instances that ended (${tasks.length === 50 ? 'the last 50' : tasks.length})`}>
      <Table label="Instances that ended" short={tasks.length <= 12} rows={tasks} keyOf={(past) => past.id} none=""
        columns={[
          { name: 'Instance', show: (past) => <a href={to(['tasks', framework, past.id])}>{instanceName(past.id)}</a> },
          { name: 'State', show: (past) => <State of={past.state} /> },
          { name: 'Exit', show: (past) => past.exitStatus === undefined ? <span class="dim">–</span> : <Badge tone={past.exitStatus === 0 ? 'good' : 'bad'}>{past.exitStatus}</Badge> },
          { name: 'Ran', right: true, by: (past) => past.ranSeconds ?? -1, show: (past) => (past.ranSeconds === undefined ? 'never' : span(past.ranSeconds)) },
          { name: 'Ended', right: true, show: (past) => <When at={past.endedAt} /> },
          { name: 'Agent', show: (past) => <a href={to(['agents', past.slaveId])}>{past.host}</a> },
          { name: 'Why', wide: true, show: (past) => <span title={past.message}>{past.killedBecause ? stateName(past.killedBecause) : past.message}</span> },
        ]} />
    </Card>
  );
}
