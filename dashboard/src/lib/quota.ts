/** What operators have said of roles: what they weigh, are sure to get, and are kept within. */
import { post, send } from './http';

export type Quantities = Record<string, number>;

export interface Settled {
  name: string;
  weight: number;
  quota: { guarantee: Quantities; limit: Quantities; consumed: Quantities };
  offered: Quantities;
}

export interface Quota {
  guarantees: Quantities;
  limits: Quantities;
}

/** What would follow from another quota. */
export interface Plan {
  accepted: boolean;
  forcible: boolean;
  problem: string;
  capacity: Quantities;
  guaranteed: Quantities;
  overcommitted: Quantities;
  roles: { role: string; before: Quota; after: Quota; consumed: Quantities; offered: Quantities; excess: Quantities; unmet: Quantities }[];
  rescinded: { id: string; framework_id: string; agent_id: string; role: string; resources: Quantities }[];
}

function scalars(amounts: Quantities): Record<string, { value: number }> {
  return Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, { value }]));
}

function config(role: string, quota: Quota) {
  return { role, guarantees: scalars(quota.guarantees), limits: scalars(quota.limits) };
}

export function plan(role: string, quota: Quota): Promise<Plan> {
  return post<Plan>('/proffer/v1/quota/plan', { quota_configs: [config(role, quota)] });
}

/** Null when it is done. */
export function setQuota(role: string, quota: Quota, force: boolean): Promise<string | null> {
  return send('POST', '/api/v1', { type: 'UPDATE_QUOTA', update_quota: { force, quota_configs: [config(role, quota)] } });
}

/** Null when it is done. */
export function weigh(role: string, weight: number): Promise<string | null> {
  return send('PUT', '/weights', [{ role, weight }]);
}

export function isSome(amounts: Quantities): boolean {
  return Object.keys(amounts).length > 0;
}

/** The command that does the same; what is not named stays, so what goes is named too. */
export function command(role: string, before: Quota, after: Quota): string {
  const part = (flag: string, old: Quantities, next: Quantities): string => {
    const gone = Object.keys(old).filter((name) => !(name in next)).map((name) => name + ':none');
    const said = [...Object.entries(next).map(([name, value]) => name + ':' + value), ...gone];
    return said.length === 0 ? '' : ` --${flag} ${said.join(',')}`;
  };
  return `quota set ${role}` + part('guarantee', before.guarantees, after.guarantees) + part('limit', before.limits, after.limits);
}
