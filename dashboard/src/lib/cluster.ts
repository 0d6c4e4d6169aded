/** Everything the cluster has, kept up to date from batches of columns. */
import { batch, signal } from '@preact/signals';
import type { Agent, Decision, Framework, Offer, Use } from './model';
import type { Columns } from './rows';
import { agent, decision, each, framework, offer, task, tasksIn, use } from './rows';
import { prepareSearch, tasks } from './tasks';

const MAX_DECISIONS = 200;

interface Batch {
  version: number;
  agents?: Columns;
  /** Of agents of which nothing else has changed. */
  uses?: Columns;
  frameworks?: Columns;
  tasks?: Columns;
  offers?: Columns;
  decisions?: Columns;
  goneAgents?: string[];
  goneFrameworks?: string[];
  goneOffers?: string[];
}

/** Everything there is. */
interface Snapshot extends Batch {
  /** Of the master that told it. */
  term: string;
}

export const agents = new Map<string, Agent>();
/** Of the agents that say it. */
export const uses = new Map<string, Use>();
export const frameworks = new Map<string, Framework>();
export const offers = new Map<string, Offer>();
export let decisions: Decision[] = [];

/** Grows with each change of the above, which are not signals themselves: there may be many. */
export const changes = signal(0);
/** Grows when an agent or a framework comes, goes, or is called something else, or has other attributes. */
export const names = signal(0);
/** Whether everything has arrived once. */
export const loaded = signal(false);

let version = -1;

function put(told: Batch): void {
  let renamed = (told.goneAgents?.length ?? 0) + (told.goneFrameworks?.length ?? 0) > 0;
  told.goneAgents?.forEach((id) => {
    agents.delete(id);
    uses.delete(id);
  });
  told.goneFrameworks?.forEach((id) => {
    frameworks.delete(id);
    tasks.forget(id);
  });
  told.goneOffers?.forEach((id) => offers.delete(id));
  each(told.agents, (row) => {
    const one = agent(row);
    renamed ||= agents.get(one.id)?.key !== one.key;
    agents.set(one.id, one);
    if (one.up !== 'connected') uses.delete(one.id);
  });
  each(told.uses, (row) => {
    const known = agents.get(row.text('id'));
    if (known) agents.set(known.id, { ...known, used: row.amounts('used_'), offered: row.amounts('offered_') });
  });
  each(told.frameworks, (row) => {
    const one = framework(row);
    renamed ||= frameworks.get(one.id)?.name !== one.name;
    frameworks.set(one.id, one);
  });
  each(told.offers, (row) => offers.set(row.text('id'), offer(row)));
  if (told.decisions) {
    const seen = decisions.length > 0 ? decisions[0]!.n : 0;
    const fresh: Decision[] = [];
    each(told.decisions, (row) => {
      if (row.number('n') > seen) fresh.unshift(decision(row));
    });
    decisions = fresh.concat(decisions).slice(0, MAX_DECISIONS);
  }
  version = told.version;
  if (renamed) names.value++;
}

/** Begins anew with everything there is. */
export function replaceAll(everything: Snapshot): void {
  agents.clear();
  frameworks.clear();
  offers.clear();
  decisions = [];
  batch(() => {
    put(everything);
    tasks.restart(tasksIn(everything.tasks));
    loaded.value = true;
    changes.value++;
  });
  prepareSearch();
}

/** Takes what agents say that they really use, which is told apart from all else, and whenever that changes. */
export function takeUses(told: Columns): void {
  each(told, (row) => uses.set(row.text('id'), use(row)));
  changes.value++;
}

/** Whether what is there is older. */
export function isNews(told: number): boolean {
  return told > version;
}

/** Takes what has changed. */
export function apply(delta: Batch): void {
  batch(() => {
    put(delta);
    each(delta.tasks, (row) => tasks.put(task(row)));
    tasks.endTurn();
    changes.value++;
  });
}

export type { Batch, Snapshot };
