/** What a task is part of, by how its framework names its tasks. */

export interface Origin {
  kind: 'service' | 'run';
  /** Of the service, or of the job. */
  id: string;
  run: string;
}

/** `shop_web.instance-<uuid>._app.1` is of the service `/shop/web`. */
const INSTANCE = /^(.+)\.(?:instance|marathon)-[0-9a-f]{8}-[0-9a-f-]{27}\b/;
/** `report.20261122120733a3lHg.1` is of a run of the job `report`. */
const ATTEMPT = /^(.+)\.(\d{14}[0-9A-Za-z]{5})(?:\.|$)/;

/** @param speaks what the task's framework speaks */
export function originOf(task: string, speaks: 'services' | 'jobs'): Origin | null {
  if (speaks === 'services') {
    const [, path] = INSTANCE.exec(task) ?? [];
    return path === undefined ? null : { kind: 'service', id: '/' + path.replaceAll('_', '/'), run: '' };
  }
  const [, job, run] = ATTEMPT.exec(task) ?? [];
  return job === undefined ? null : { kind: 'run', id: job, run: run! };
}
