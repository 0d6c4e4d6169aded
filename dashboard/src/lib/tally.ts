/** What tasks, agents and offers add up to. */
import { agents, changes, frameworks, offers } from './cluster';
import type { Amounts, Task } from './model';
import { SCALARS, isLive } from './model';
import { tasks } from './tasks';

export interface Tally extends Amounts {
  live: number;
  running: number;
}

let counted = -1;
let byAgent = new Map<string, Tally>();
let byFramework = new Map<string, Tally>();
let byRole = new Map<string, Tally>();

function nothing(): Tally {
  return { live: 0, running: 0, cpus: 0, mem: 0, disk: 0, gpus: 0 };
}

/** Amounts are added up in thousandths, which whole numbers tell exactly. */
function add(to: Map<string, Tally>, key: string, task: Task, sign: 1 | -1): void {
  let tally = to.get(key);
  if (!tally) to.set(key, (tally = nothing()));
  tally.live += sign;
  if (task.state === 'TASK_RUNNING') tally.running += sign;
  for (const name of SCALARS) tally[name] += sign * Math.round(task[name] * 1000);
}

function count(task: Task, sign: 1 | -1): void {
  if (!isLive(task)) return;
  add(byRole, task.role, task, sign);
  if (task.state !== 'TASK_UNREACHABLE') {
    add(byAgent, task.agent, task, sign);
    add(byFramework, task.framework, task, sign);
  }
}

function recount(): void {
  changes.value;
  const turns = counted < 0 ? null : tasks.since(counted);
  if (turns === null) {
    byAgent = new Map();
    byFramework = new Map();
    byRole = new Map();
    for (const task of tasks.all()) count(task, 1);
  } else {
    for (const { gone, come } of turns) {
      for (const task of gone) count(task, -1);
      for (const task of come) count(task, 1);
    }
  }
  counted = tasks.turn;
}

function read(from: Map<string, Tally>, id: string): Tally {
  const tally = { ...(from.get(id) ?? nothing()) };
  for (const name of SCALARS) tally[name] /= 1000;
  return tally;
}

/** Counted once for each change, whoever asks. */
export function onAgent(id: string): Tally {
  recount();
  return read(byAgent, id);
}

export function ofFramework(id: string): Tally {
  recount();
  const tally = read(byFramework, id);
  const executors = frameworks.get(id)?.executors;
  if (executors) for (const name of SCALARS) tally[name] += executors[name];
  return tally;
}

/** Of a role itself, without those below it. */
export function inRole(name: string): Tally {
  recount();
  return read(byRole, name);
}

/** The roles that tasks were launched in. */
export function rolesOfTasks(): Iterable<string> {
  recount();
  return byRole.keys();
}

/** A figure of everything, found again only when something has changed. */
function onChange<T>(find: () => T): () => T {
  let seen = -1;
  let known: T;
  return () => {
    if (seen !== changes.value) {
      known = find();
      seen = changes.value;
    }
    return known;
  };
}

/** What the agents that are connected have. */
export const capacity = onChange((): Amounts => {
  const sum = { cpus: 0, mem: 0, disk: 0, gpus: 0 };
  for (const agent of agents.values()) if (agent.up === 'connected') for (const name of SCALARS) sum[name] += agent[name];
  return sum;
});

const held = onChange(() => {
  const counts = new Map<string, number>();
  for (const offer of offers.values()) counts.set(offer.framework, (counts.get(offer.framework) ?? 0) + 1);
  return counts;
});

/** How many offers a framework holds. */
export function offersHeld(framework: string): number {
  return held().get(framework) ?? 0;
}
