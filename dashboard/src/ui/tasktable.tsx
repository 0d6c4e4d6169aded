/** Lists of tasks: any number of them, of which any number change. */
import type { Signal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { changes } from '../lib/cluster';
import { count, cpus, megabytes, span, suffix } from '../lib/format';
import type { Task } from '../lib/model';
import { isLive, taskKey } from '../lib/model';
import type { Compare } from '../lib/sorted';
import { NEWEST_FIRST, TaskView } from '../lib/tasks';
import { AgentLink, FrameworkLink, TaskLink } from './links';
import { Ago, Badge, State } from './parts';
import type { Column, Order } from './table';
import { Table } from './table';

const NAME: Column<Task> = {
  name: 'Task',
  roomy: true,
  by: (task) => task.name,
  show: (task) => <><TaskLink framework={task.framework} task={task.id} name={task.name} /> <span class="dim">{suffix(task.name, task.id)}</span></>,
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

const COLUMNS = {
  all: [NAME, STATE, FRAMEWORK, AGENT, ...REST],
  'on an agent': [NAME, STATE, FRAMEWORK, ...REST],
  'of a framework': [NAME, STATE, AGENT, ...REST],
};

/** Rows of a table of tasks, in the order that was asked for. */
export interface TaskRows {
  what: string;
  rows: Task[];
  columns: Column<Task>[];
  order: Signal<Order | null>;
}

/** The tasks that fit, the newest first. `what` names which: as long as it is the same, so is what fits. */
export function useTasks(what: string, fits: (task: Task) => boolean, compare: Compare<Task> = NEWEST_FIRST): Task[] {
  changes.value;
  return useMemo(() => new TaskView(fits, compare), [what, compare]).look();
}

/** The same for a table, which orders them as people like. */
export function useTaskRows(what: string, fits: (task: Task) => boolean, shown: keyof typeof COLUMNS = 'all'): TaskRows {
  const order = useSignal<Order | null>(null);
  const columns = COLUMNS[shown];
  const compare = useMemo(() => compareBy(columns, order.value), [columns, order.value]);
  return { what, rows: useTasks(what, fits, compare), columns, order };
}

function compareBy(columns: Column<Task>[], order: Order | null): Compare<Task> {
  const by = order ? columns[order.column]?.by : undefined;
  if (!order || !by) return NEWEST_FIRST;
  const first = order.down ? 1 : -1;
  return (a, b) => {
    const left = by(a);
    const right = by(b);
    return left < right ? first : left > right ? -first : NEWEST_FIRST(a, b);
  };
}

export function TaskTable({ of, none, short }: { of: TaskRows; none: string; short?: boolean }) {
  return (
    <Table label={count(of.rows.length) + ' tasks'} columns={of.columns} rows={of.rows} keyOf={taskKey} none={none}
      ordered={of.order} what={of.what} steady short={short === true && of.rows.length <= 40} />
  );
}
