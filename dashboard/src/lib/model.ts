/** What the master tells, as rows. Quantities are in CPUs and megabytes, times in seconds unless said. */

export interface Amounts {
  cpus: number;
  mem: number;
  disk: number;
  gpus: number;
}

export type AgentUp = 'connected' | 'disconnected' | 'unreachable';

export interface Agent extends Amounts {
  id: string;
  host: string;
  address: string;
  version: string;
  up: AgentUp;
  /** Empty while it is in service. */
  duty: '' | 'deactivated' | 'draining' | 'drained';
  attributes: string[];
  zone: string;
  used: Amounts;
  offered: Amounts;
  since: number;
  back: number;
  /** What is searched, in small letters. */
  key: string;
}

export type FrameworkUp = 'connected' | 'disconnected' | 'recovered' | 'completed';

export interface Framework {
  id: string;
  name: string;
  user: string;
  principal: string;
  host: string;
  webui: string;
  up: FrameworkUp;
  roles: string[];
  suppressed: string[];
  failover: number;
  since: number;
  back: number;
  ended: number;
  offers: number;
  accepted: number;
  declined: number;
  withdrawn: number;
  offered: number;
  executors: Amounts;
}

export interface Task extends Amounts {
  /** The higher the later it was launched, or ended. */
  n: number;
  /** What is searched, in small letters; empty until somebody has searched. */
  key: string;
  id: string;
  name: string;
  framework: string;
  agent: string;
  state: string;
  role: string;
  executor: string;
  began: number;
  lasted: number;
  health: number;
}

export interface Offer extends Amounts {
  id: string;
  framework: string;
  agent: string;
  role: string;
  /** Milliseconds. */
  made: number;
}

export interface Decision extends Offer {
  n: number;
  /** Milliseconds. */
  ended: number;
  how: 'ACCEPTED' | 'DECLINED' | 'RESCINDED' | 'DISCARDED';
}

export interface Happening {
  n: number;
  at: number;
  kind: string;
  agent?: string;
  framework?: string;
  task?: string;
  state?: string;
  message?: string;
}

/** What an agent says that it really uses; null is not known. */
export interface Use {
  cpus: number | null;
  mem: number | null;
  disk: number | null;
}

export type Measured = 'cpus' | 'mem' | 'disk';

export interface Summary {
  cluster: string;
  build: string;
  master: string;
  address: string;
  elected: number;
  started: number;
  now: number;
  version: number;
  agents: { connected: number; disconnected: number; unreachable: number };
  offers: number;
  resources: Record<keyof Amounts, [total: number, used: number, offered: number]>;
  /** What is really used, and how many agents say it. */
  measured: Record<Measured, [used: number, agents: number]>;
  tasks: Record<string, number>;
  frameworksConnected: number;
  frameworksKnown: number;
  frameworks: (Amounts & { id: string; name: string; up: FrameworkUp; tasks: number; offers: number })[];
  starving: { id: string; name: string; since: number; never: boolean }[];
  happenings: Happening[];
}

export const SCALARS = ['cpus', 'mem', 'disk', 'gpus'] as const;

export const LIVE = ['TASK_STAGING', 'TASK_STARTING', 'TASK_RUNNING', 'TASK_KILLING', 'TASK_UNREACHABLE'];

const live = new Set(LIVE);

export const STATES = [
  'TASK_RUNNING',
  'TASK_STAGING',
  'TASK_STARTING',
  'TASK_KILLING',
  'TASK_UNREACHABLE',
  'TASK_FINISHED',
  'TASK_FAILED',
  'TASK_KILLED',
  'TASK_LOST',
  'TASK_ERROR',
  'TASK_DROPPED',
  'TASK_GONE',
  'TASK_GONE_BY_OPERATOR',
];

export function isLive(task: Task): boolean {
  return live.has(task.state);
}

/** Tells a task from all others. */
export function taskKey(task: Task): string {
  return task.framework + '\u0000' + task.id;
}

/** The names of a task, in small letters: made once, as it is searched with each letter that is typed. */
export function searchKey(task: Task): string {
  if (task.key === '') {
    const { id, name } = task;
    task.key = (id.includes(name) ? id : name + ' ' + id).toLowerCase();
  }
  return task.key;
}
