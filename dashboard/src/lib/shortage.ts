/** Why a framework gets no offers, or less than there is; `proffer why` says the same. */
import type { Agent, Framework } from './model';
import type { Quantities, Settled } from './quota';

/** What it does not want to be offered. */
export interface Refused {
  suppressed: { role: string; since: number }[];
  refusals_in_all: number;
  refusals: { role: string; agent_id: string; cpus: number; mem: number; disk: number; until: number }[];
}

export type Reason =
  | { kind: 'away'; failover: number }
  | { kind: 'suppressed'; roles: string[]; all: boolean }
  | { kind: 'unanswered'; offers: number }
  /** A role is at the limit of its quota. */
  | { kind: 'limit'; role: string; name: string; taken: number; limit: number }
  /** What others are guaranteed and have not taken yet. */
  | { kind: 'kept'; role: string; missing: Quantities }
  | { kind: 'no agent' }
  | { kind: 'nothing free'; agents: number }
  | { kind: 'refused'; filters: number; free: number; agents: number };

/** Less is not worth an offer. */
const LEAST = { cpus: 0.01, mem: 32 };
const HALF_A_THOUSANDTH = 0.0005;

/** The most pressing first; none when it is offered something, and nothing is kept from it. */
export function reasonsOf(one: Framework, held: number, settled: Settled[], agents: Agent[], refused: Refused | null): Reason[] {
  if (one.up === 'completed') return [];
  if (one.up !== 'connected') return [{ kind: 'away', failover: one.failover }];
  const all = one.roles.length > 0 && one.roles.every((role) => one.suppressed.includes(role));
  const reasons: Reason[] = one.suppressed.length > 0 ? [{ kind: 'suppressed', roles: one.suppressed, all }] : [];
  if (all) return reasons;
  const top = [...new Set(one.roles.map((role) => role.split('/', 1)[0]!))];
  const quotas = [...limits(top, settled), ...keptForOthers(top, settled)];
  if (held > 0) return [...reasons, ...quotas, { kind: 'unanswered', offers: held }];
  return [...reasons, ...quotas, whatIsFree(agents, refused)];
}

function limits(roles: string[], settled: Settled[]): Reason[] {
  return roles.flatMap((role) => {
    const known = settled.find((one) => one.name === role);
    return Object.entries(known?.quota.limit ?? {}).flatMap(([name, limit]): Reason[] => {
      const taken = (known!.quota.consumed[name] ?? 0) + (known!.offered[name] ?? 0);
      return taken >= limit - HALF_A_THOUSANDTH ? [{ kind: 'limit', role, name, taken, limit }] : [];
    });
  });
}

function keptForOthers(own: string[], settled: Settled[]): Reason[] {
  return settled
    .filter((one) => !own.includes(one.name))
    .map((one) => ({ kind: 'kept' as const, role: one.name, missing: missing(one.quota.guarantee, one.quota.consumed) }))
    .filter((reason) => Object.keys(reason.missing).length > 0);
}

function missing(guaranteed: Quantities, consumed: Quantities): Quantities {
  return Object.fromEntries(
    Object.entries(guaranteed)
      .map(([name, amount]) => [name, amount - (consumed[name] ?? 0)] as const)
      .filter(([, amount]) => amount > HALF_A_THOUSANDTH),
  );
}

function whatIsFree(agents: Agent[], refused: Refused | null): Reason {
  const offerable = agents.filter((agent) => agent.up === 'connected' && agent.duty === '');
  if (offerable.length === 0) return { kind: 'no agent' };
  const has = (agent: Agent, name: 'cpus' | 'mem') => agent[name] - agent.used[name] - agent.offered[name] >= LEAST[name];
  const free = offerable.filter((agent) => has(agent, 'cpus') && has(agent, 'mem')).length;
  if (free === 0) return { kind: 'nothing free', agents: offerable.length };
  return { kind: 'refused', filters: refused?.refusals_in_all ?? 0, free, agents: offerable.length };
}
