/** Makes rows of the columns in which the master tells them. */
import type { Agent, Amounts, Decision, Framework, Offer, Task, Use } from './model';

type Cell = number | string | string[];
export type Columns = Record<string, Cell[]>;

/** Reads one row of columns; `few` columns hold numbers of texts. */
class Row {
  constructor(
    private readonly columns: Columns,
    public i = 0,
  ) {}

  text(name: string): string {
    return this.columns[name]![this.i] as string;
  }

  few(name: string): string {
    return this.columns[name + '_']![this.columns[name]![this.i] as number] as string;
  }

  number(name: string): number {
    return this.columns[name]![this.i] as number;
  }

  texts(name: string): string[] {
    return this.columns[name]![this.i] as string[];
  }

  amounts(prefix: string): Amounts {
    return {
      cpus: this.number(prefix + 'cpus'),
      mem: this.number(prefix + 'mem'),
      disk: this.number(prefix + 'disk'),
      gpus: this.number(prefix + 'gpus'),
    };
  }
}

/** A column of numbers that are all the same comes with one of them. */
function counted(columns: Columns): number {
  const count = columns.id!.length;
  for (const [name, cells] of Object.entries(columns)) {
    if (cells.length === 1 && count > 1 && !name.endsWith('_')) columns[name] = Array<Cell>(count).fill(cells[0]!);
  }
  return count;
}

export function each(columns: Columns | undefined, take: (row: Row) => void): void {
  if (!columns) return;
  const count = counted(columns);
  const row = new Row(columns);
  for (row.i = 0; row.i < count; row.i++) take(row);
}

/** Told in thousandths and kilobytes; less than nothing is not known. */
export function use(row: Row): Use {
  const part = (name: string, unit: number) => (row.number(name) < 0 ? null : row.number(name) / unit);
  return { cpus: part('cpus', 1000), mem: part('mem', 1024), disk: part('disk', 1024) };
}

export function agent(row: Row): Agent {
  const [id, host, address] = [row.text('id'), row.text('host'), row.text('address')];
  const [zone, attributes] = [row.few('zone'), row.texts('attributes')];
  return {
    id,
    host,
    address,
    version: row.few('version'),
    up: row.few('up') as Agent['up'],
    duty: row.few('duty') as Agent['duty'],
    attributes,
    zone,
    ...row.amounts(''),
    used: row.amounts('used_'),
    offered: row.amounts('offered_'),
    since: row.number('since'),
    back: row.number('back'),
    key: [host, id, address, zone, ...attributes].join(' ').toLowerCase(),
  };
}

export function framework(row: Row): Framework {
  return {
    id: row.text('id'),
    name: row.text('name'),
    user: row.text('user'),
    principal: row.text('principal'),
    host: row.text('host'),
    webui: row.text('webui'),
    up: row.few('up') as Framework['up'],
    roles: row.texts('roles'),
    suppressed: row.texts('suppressed'),
    failover: row.number('failover'),
    since: row.number('since'),
    back: row.number('back'),
    ended: row.number('ended'),
    offers: row.number('offers'),
    accepted: row.number('accepted'),
    declined: row.number('declined'),
    withdrawn: row.number('withdrawn'),
    offered: row.number('offered'),
    executors: row.amounts('executor_'),
  };
}

export function task(row: Row): Task {
  const id = row.text('id');
  return {
    n: 0,
    key: '',
    id,
    name: row.text('name') || id,
    framework: row.few('framework'),
    agent: row.few('agent'),
    state: row.few('state'),
    role: row.few('role'),
    executor: row.few('executor'),
    cpus: row.number('cpus'),
    mem: row.number('mem'),
    disk: row.number('disk'),
    gpus: row.number('gpus'),
    began: row.number('began'),
    lasted: row.number('lasted'),
    health: row.number('health'),
  };
}

export function offer(row: Row): Offer {
  return {
    id: row.text('id'),
    framework: row.few('framework'),
    agent: row.few('agent'),
    role: row.few('role'),
    ...row.amounts(''),
    made: row.number('made'),
  };
}

export function decision(row: Row): Decision {
  return {
    ...offer(row),
    n: row.number('n'),
    ended: row.number('ended'),
    how: row.few('how') as Decision['how'],
  };
}

/** A task of many: what of it nobody looks at stays in the columns. */
class TaskInColumns implements Task {
  n = 0;
  key = '';

  constructor(
    private readonly columns: Columns,
    private readonly i: number,
  ) {}

  get id() {
    return this.columns.id![this.i] as string;
  }
  get name() {
    return (this.columns.name![this.i] as string) || this.id;
  }
  get framework() {
    return this.columns.framework_![this.columns.framework![this.i] as number] as string;
  }
  get agent() {
    return this.columns.agent_![this.columns.agent![this.i] as number] as string;
  }
  get state() {
    return this.columns.state_![this.columns.state![this.i] as number] as string;
  }
  get role() {
    return this.columns.role_![this.columns.role![this.i] as number] as string;
  }
  get executor() {
    return this.columns.executor_![this.columns.executor![this.i] as number] as string;
  }
  get cpus() {
    return this.columns.cpus![this.i] as number;
  }
  get mem() {
    return this.columns.mem![this.i] as number;
  }
  get disk() {
    return this.columns.disk![this.i] as number;
  }
  get gpus() {
    return this.columns.gpus![this.i] as number;
  }
  get began() {
    return this.columns.began![this.i] as number;
  }
  get lasted() {
    return this.columns.lasted![this.i] as number;
  }
  get health() {
    return this.columns.health![this.i] as number;
  }
}

/** All tasks of a snapshot. */
export function* tasksIn(columns: Columns | undefined): Iterable<Task> {
  const count = columns ? counted(columns) : 0;
  for (let i = 0; i < count; i++) yield new TaskInColumns(columns!, i);
}
