/** Everything the cluster has, kept up to date from batches of columns. */
import { signal } from '@preact/signals';
import type { Agent, Amounts, Decision, Framework, Offer, Task } from './model';
import { isLive, taskKey } from './model';

const MAX_DECISIONS = 200;
/** As many ended tasks of a framework are remembered as the master does by default. */
const MAX_ENDED_TASKS = 1000;

type Cell = number | string | string[];
type Columns = Record<string, Cell[]>;

interface Batch {
  version: number;
  agents?: Columns;
  frameworks?: Columns;
  tasks?: Columns;
  offers?: Columns;
  decisions?: Columns;
  goneAgents?: string[];
  goneFrameworks?: string[];
  goneOffers?: string[];
}

export const agents = new Map<string, Agent>();
export const frameworks = new Map<string, Framework>();
export const tasks = new Map<string, Task>();
export const offers = new Map<string, Offer>();
export let decisions: Decision[] = [];

/** Grows with each change of the above, which are not signals themselves: there may be many. */
export const changes = signal(0);
/** Whether everything has arrived once. */
export const loaded = signal(false);

let version = -1;

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

function each(columns: Columns | undefined, take: (row: Row) => void): void {
  if (!columns) return;
  const count = (columns.id ?? columns.n ?? []).length;
  const row = new Row(columns);
  for (row.i = 0; row.i < count; row.i++) take(row);
}

function agent(row: Row): Agent {
  return {
    id: row.text('id'),
    host: row.text('host'),
    address: row.text('address'),
    version: row.few('version'),
    up: row.few('up') as Agent['up'],
    duty: row.few('duty') as Agent['duty'],
    attributes: row.texts('attributes'),
    zone: row.few('zone'),
    ...row.amounts(''),
    used: row.amounts('used_'),
    offered: row.amounts('offered_'),
    since: row.number('since'),
    back: row.number('back'),
  };
}

function framework(row: Row): Framework {
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

function task(row: Row): Task {
  const id = row.text('id');
  const of = row.few('framework');
  return {
    key: taskKey(of, id),
    id,
    name: row.text('name') || id,
    framework: of,
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

function offer(row: Row): Offer {
  return {
    id: row.text('id'),
    framework: row.few('framework'),
    agent: row.few('agent'),
    role: row.few('role'),
    ...row.amounts(''),
    made: row.number('made'),
  };
}

function decision(row: Row): Decision {
  return {
    ...offer(row),
    n: row.number('n'),
    ended: row.number('ended'),
    how: row.few('how') as Decision['how'],
  };
}

function put(batch: Batch): void {
  batch.goneAgents?.forEach((id) => agents.delete(id));
  batch.goneFrameworks?.forEach(forgetFramework);
  batch.goneOffers?.forEach((id) => offers.delete(id));
  each(batch.agents, (row) => agents.set(row.text('id'), agent(row)));
  each(batch.frameworks, (row) => frameworks.set(row.text('id'), framework(row)));
  const ended = new Set<string>();
  each(batch.tasks, (row) => {
    const one = task(row);
    if (!isLive(one)) {
      tasks.delete(one.key); // the last that ended is the last in order
      ended.add(one.framework);
    }
    tasks.set(one.key, one);
  });
  each(batch.offers, (row) => offers.set(row.text('id'), offer(row)));
  if (batch.decisions) {
    const seen = decisions.length > 0 ? decisions[0]!.n : 0;
    const fresh: Decision[] = [];
    each(batch.decisions, (row) => {
      if (row.number('n') > seen) fresh.unshift(decision(row));
    });
    decisions = fresh.concat(decisions).slice(0, MAX_DECISIONS);
  }
  if (ended.size > 0) forgetEndedTasks(ended);
  version = batch.version;
}

function forgetFramework(id: string): void {
  frameworks.delete(id);
  for (const one of tasks.values()) if (one.framework === id) tasks.delete(one.key);
}

function forgetEndedTasks(of: Set<string>): void {
  const counts = new Map<string, number>();
  for (const one of tasks.values()) {
    if (of.has(one.framework) && !isLive(one)) counts.set(one.framework, (counts.get(one.framework) ?? 0) + 1);
  }
  for (const one of tasks.values()) {
    const count = counts.get(one.framework) ?? 0;
    if (count > MAX_ENDED_TASKS && !isLive(one)) {
      tasks.delete(one.key);
      counts.set(one.framework, count - 1);
    }
  }
}

/** Begins anew with everything there is. */
export function replaceAll(everything: Batch): void {
  agents.clear();
  frameworks.clear();
  tasks.clear();
  offers.clear();
  decisions = [];
  put(everything);
  loaded.value = true;
  changes.value++;
}

/** Takes what has changed; what is older than what is there does nothing. */
export function apply(delta: Batch): void {
  if (delta.version <= version) return;
  put(delta);
  changes.value++;
}

export type { Batch };
