/** What tasks add up to. */
import { changes, frameworks, tasks } from './cluster';
import type { Amounts, Task } from './model';
import { isLive } from './model';

export interface Tally extends Amounts {
  live: number;
  running: number;
}

let counted = -1;
let byAgent = new Map<string, Tally>();
let byFramework = new Map<string, Tally>();

function add(to: Map<string, Tally>, key: string, task: Task): void {
  let tally = to.get(key);
  if (!tally) to.set(key, (tally = nothing()));
  tally.live++;
  if (task.state === 'TASK_RUNNING') tally.running++;
  tally.cpus += task.cpus;
  tally.mem += task.mem;
  tally.disk += task.disk;
  tally.gpus += task.gpus;
}

function nothing(): Tally {
  return { live: 0, running: 0, cpus: 0, mem: 0, disk: 0, gpus: 0 };
}

function recount(): void {
  if (counted === changes.value) return;
  counted = changes.value;
  byAgent = new Map();
  byFramework = new Map();
  for (const one of frameworks.values()) {
    byFramework.set(one.id, { ...nothing(), ...one.executors });
  }
  for (const task of tasks.values()) {
    if (isLive(task) && task.state !== 'TASK_UNREACHABLE') {
      add(byAgent, task.agent, task);
      add(byFramework, task.framework, task);
    }
  }
}

/** Counted once for each change, whoever asks. */
export function onAgent(id: string): Tally {
  recount();
  return byAgent.get(id) ?? nothing();
}

export function ofFramework(id: string): Tally {
  recount();
  return byFramework.get(id) ?? nothing();
}
