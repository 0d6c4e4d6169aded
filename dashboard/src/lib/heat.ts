/** How much of what they may use tasks really use: of those on the agents in sight, as agents are asked one by one. */
import { get } from './http';
import type { Task } from './model';
import type { Statistic } from './usage';
import { keyOf } from './usage';

const MAX_AGENTS = 64;
const AT_ONCE = 4;

/** Parts of the limit; null until there are two measurements, or where there is no limit. */
interface Heat {
  at: number;
  spent: number;
  cpus: number | null;
  mem: number | null;
}

export type Measure = 'cpus' | 'mem';

function part(of: number, limit: number | undefined): number | null {
  return limit ? Math.min(1, of / limit) : null;
}

export class Heats {
  private known = new Map<string, Heat>();

  of(task: Task, measure: Measure): number | null {
    return this.known.get(keyOf(task.framework, task.executor || task.id))?.[measure] ?? null;
  }

  /** Asks these agents; what runs on others is forgotten. An agent that does not answer says nothing. */
  async measure(agents: string[], signal: AbortSignal): Promise<void> {
    const next = new Map<string, Heat>();
    const left = agents.slice(0, MAX_AGENTS);
    const ask = async (): Promise<void> => {
      for (let id = left.pop(); id !== undefined && !signal.aborted; id = left.pop()) {
        const all = await get<Statistic[]>('/agent/' + encodeURIComponent(id) + '/monitor/statistics', signal).catch(() => []);
        for (const one of all) {
          const key = keyOf(one.framework_id, one.executor_id);
          next.set(key, this.heat(one, this.known.get(key)));
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    if (!signal.aborted) this.known = next;
  }

  private heat({ statistics: now }: Statistic, before: Heat | undefined): Heat {
    const spent = (now.cpus_user_time_secs ?? 0) + (now.cpus_system_time_secs ?? 0);
    const mem = part(now.mem_total_bytes ?? now.mem_rss_bytes ?? 0, now.mem_limit_bytes);
    if (!before || spent < before.spent) return { at: now.timestamp, spent, cpus: null, mem };
    if (now.timestamp <= before.at) return { ...before, mem };
    return { at: now.timestamp, spent, cpus: part((spent - before.spent) / (now.timestamp - before.at), now.cpus_limit), mem };
  }
}
