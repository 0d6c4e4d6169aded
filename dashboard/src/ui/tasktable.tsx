import { count, cpus, megabytes, span } from '../lib/format';
import type { Task } from '../lib/model';
import { isLive } from '../lib/model';
import { AgentLink, FrameworkLink, TaskLink } from './links';
import { Ago, Badge, State } from './parts';
import type { Column } from './table';
import { Table } from './table';

const NAME: Column<Task> = {
  name: 'Task',
  by: (task) => task.name,
  show: (task) => <TaskLink framework={task.framework} task={task.id} name={task.name} />,
};
const STATE: Column<Task> = {
  name: 'State',
  by: (task) => task.state,
  show: (task) => (
    <>
      <State of={task.state} /> {task.health < 0 && <Badge tone="bad">unhealthy</Badge>}
    </>
  ),
};
const FRAMEWORK: Column<Task> = { name: 'Framework', by: (task) => task.framework, show: (task) => <FrameworkLink id={task.framework} /> };
const AGENT: Column<Task> = { name: 'Agent', by: (task) => task.agent, show: (task) => <AgentLink id={task.agent} /> };
const REST: Column<Task>[] = [
  { name: 'Role', by: (task) => task.role, show: (task) => task.role },
  { name: 'CPUs', right: true, by: (task) => task.cpus, show: (task) => cpus(task.cpus) },
  { name: 'Memory', right: true, by: (task) => task.mem, show: (task) => megabytes(task.mem) },
  { name: 'Since', right: true, by: (task) => -task.began, show: (task) => <Ago seconds={task.began} none="just now" /> },
  {
    name: 'Lasted',
    right: true,
    by: (task) => (isLive(task) ? -1 : task.lasted),
    show: (task) => (isLive(task) ? <span class="dim">–</span> : span(task.lasted)),
  },
];

const ALL = [NAME, STATE, FRAMEWORK, AGENT, ...REST];
const ON_AGENT = [NAME, STATE, FRAMEWORK, ...REST];
const OF_FRAMEWORK = [NAME, STATE, AGENT, ...REST];

export function TaskTable(props: { rows: Task[]; none: string; without?: 'agent' | 'framework'; short?: boolean }) {
  const columns = props.without === 'agent' ? ON_AGENT : props.without === 'framework' ? OF_FRAMEWORK : ALL;
  const short = props.short === true && props.rows.length <= 40;
  return (
    <Table label={count(props.rows.length) + ' tasks'} columns={columns} rows={props.rows} keyOf={(task) => task.key} none={props.none} short={short} />
  );
}
