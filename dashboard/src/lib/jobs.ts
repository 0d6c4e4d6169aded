/** Batch frameworks, and what they say of their jobs, through the master. */
import { base } from './behind';

export interface Attempt {
  attempt: number;
  taskId: string;
  agentId: string;
  host: string;
  failure?: string;
  exitCode?: number;
  signal?: number;
  reason?: string;
  message?: string;
}

/** How many indexes of an array are how far. */
export interface ArrayState {
  size: number;
  succeeded: number;
  failed: number;
  active: number;
  waiting: number;
  failedIndexes?: string;
}

export interface Run {
  id: string;
  jobId: string;
  status: string;
  createdAt: string;
  completedAt: string | null;
  tasks: { id: string; startedAt: string; completedAt?: string; status: string }[];
  batch?: {
    scheduledFor?: string;
    dueAt?: string;
    reason?: string;
    message?: string;
    attempts?: Attempt[];
    workflow?: { jobId: string; id: string };
    array?: ArrayState;
  };
}

export interface Schedule {
  id: string;
  cron: string;
  timezone: string;
  enabled: boolean;
  concurrencyPolicy: string;
  startingDeadlineSeconds: number;
  nextRunAt?: string;
  misses?: { first: string; last: string; count: number; reason: string }[];
}

export interface Job {
  id: string;
  description?: string;
  labels?: Record<string, string>;
  run: {
    cpus: number;
    mem: number;
    disk: number;
    cmd?: string;
    args?: string[];
    docker?: { image: string };
    ucr?: { image: { id: string } };
    restart?: { policy: string };
  };
  dependencies?: { id: string }[];
  batch?: { array?: { indexes: string }; dependencies?: { id: string; on: string }[] };
  schedules?: Schedule[];
  activeRuns?: Run[];
  historySummary?: { successCount: number; failureCount: number; lastSuccessAt: string | null; lastFailureAt: string | null };
}

const ACTIVE = ['INITIAL', 'STARTING', 'ACTIVE'];

export function isActive(run: Run): boolean {
  return ACTIVE.includes(run.status);
}

export function jobUrl(framework: string, job: string): string {
  return base(framework) + '/v1/jobs/' + encodeURIComponent(job);
}

export function runUrl(framework: string, job: string, run: string): string {
  return jobUrl(framework, job) + '/runs/' + encodeURIComponent(run);
}

/** With which a wish may be sent again. The browser's own ids are only for pages that came over TLS. */
export function newToken(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a job is doing, in a word. */
export function conditionOf(job: Job): [tone: string, word: string] {
  const active = job.activeRuns ?? [];
  if (active.some((run) => run.status === 'ACTIVE')) return ['good', 'running'];
  if (active.length > 0) return ['warn', 'waiting'];
  const { lastSuccessAt, lastFailureAt } = job.historySummary ?? {};
  if (lastFailureAt && (!lastSuccessAt || Date.parse(lastFailureAt) > Date.parse(lastSuccessAt))) return ['bad', 'failed last'];
  return lastSuccessAt ? ['calm', 'done'] : ['calm', 'idle'];
}

/** What a run is doing, or came to, in a word. */
export function stateOf(run: Run): [tone: string, word: string] {
  switch (run.status) {
    case 'SUCCESS':
      return ['good', 'succeeded'];
    case 'FAILED':
      return ['bad', 'failed'];
    case 'ACTIVE':
      return ['info', 'running'];
    default:
      return ['warn', 'waiting'];
  }
}

export function whatItRuns(job: Job): string {
  const image = job.run.docker?.image ?? job.run.ucr?.image.id;
  const line = job.run.cmd ?? (job.run.args ?? []).join(' ');
  return [image, line].filter((part) => part).join('  ');
}
