/** Service frameworks, and what they say of their apps, through the master. */
import { base } from './behind';

export interface AppTask {
  id: string;
  appId: string;
  state: string;
  host: string;
  ports?: number[];
  startedAt?: string;
  stagedAt?: string;
  version: string;
  slaveId: string;
  healthCheckResults?: { alive: boolean }[];
}

export interface App {
  id: string;
  cmd?: string | null;
  instances: number;
  cpus: number;
  mem: number;
  version: string;
  tasksRunning: number;
  tasksStaged: number;
  tasksHealthy: number;
  tasksUnhealthy: number;
  healthChecks?: unknown[];
  container?: { docker?: { image?: string } };
  labels?: Record<string, string>;
  proffer?: { autoscale?: object };
  deployments: { id: string }[];
  tasks?: AppTask[];
  lastTaskFailure?: { message: string; state: string; timestamp: string; taskId: string; host: string };
}

export interface Deployment {
  id: string;
  affectedApps: string[];
  currentStep: number;
  totalSteps: number;
  currentActions: { action: string; app: string }[];
}

export interface Queued {
  count: number;
  app: { id: string };
  since: string;
  delay: { timeLeftSeconds: number; overdue: boolean };
  processedOffersSummary: {
    processedOffersCount: number;
    unusedOffersCount: number;
    rejectSummaryLastOffers: { reason: string; declined: number; processed: number }[];
  };
}

/** A deployment as this framework tells of it beyond what Marathon does. */
export interface Steered extends Deployment {
  state: 'running' | 'paused' | 'waits for promotion';
  begunAt?: string;
  steps: { actions: { action: string; app?: string; pod?: string }[] }[];
  promotable: string[];
  undoes?: string;
}

export interface Ended {
  id: string;
  affectedApps: string[];
  state: 'succeeded' | 'failed';
  endedAt: string;
  reason?: string;
}

export interface Why {
  waiting: number;
  running: number;
  instances: number;
  since?: string;
  reasons: {
    reason: string;
    message: string;
    help: string;
    count: number;
    of: number;
    example?: { agentId: string; host: string; message: string };
  }[];
}

export interface Past {
  id: string;
  slaveId: string;
  host: string;
  endedAt: string;
  ranSeconds?: number;
  state: string;
  message: string;
  exitStatus?: number;
  killedBecause?: string;
}

export function appUrl(framework: string, app: string): string {
  return base(framework) + '/v2/apps' + app.split('/').map(encodeURIComponent).join('/');
}

/** What a service is doing, in a word. */
export function conditionOf(app: App): [tone: string, word: string] {
  if (app.deployments.length > 0) return ['info', 'deploying'];
  if (app.instances === 0) return ['calm', 'suspended'];
  if (app.tasksUnhealthy > 0) return ['bad', 'unhealthy'];
  if (app.tasksRunning < app.instances) return ['warn', 'waiting'];
  return ['good', 'running'];
}

/** What is known of an app beyond Marathon's API. */
export function beyondUrl(framework: string, app: string, what: string): string {
  return base(framework) + '/proffer/v1/apps' + app.split('/').map(encodeURIComponent).join('/') + '/' + what;
}

/** The part of a task's id that tells it from its siblings. */
export function instanceName(task: string): string {
  return /instance-([0-9a-f]{8})/.exec(task)?.[1] ?? task;
}
