/** Which live tasks are on which agent, each in a place that it keeps as long as it lives. */
import type { Task } from './model';
import { isLive, taskKey } from './model';
import { tasks } from './tasks';

/** A task in each place, or none. There are as many places as there have been tasks at once. */
export type Places = (Task | null)[];

const NONE: Places = [];

export class Cells {
  private readonly byAgent = new Map<string, Places>();
  private seen = -1;

  on(agent: string): Places {
    return this.byAgent.get(agent) ?? NONE;
  }

  /** Takes what has changed since it was last asked; whether some agent has more places than before. */
  follow(): boolean {
    const turns = this.seen < 0 ? null : tasks.since(this.seen);
    this.seen = tasks.turn;
    if (turns === null) {
      this.byAgent.clear();
      for (const task of tasks.all()) if (isLive(task)) this.put(task, -1);
      return true;
    }
    let grown = false;
    for (const { gone, come } of turns) {
      const left = new Map<string, number>();
      for (const task of gone) if (isLive(task)) left.set(taskKey(task), this.take(task));
      for (const task of come) if (isLive(task) && this.put(task, left.get(taskKey(task)) ?? -1)) grown = true;
    }
    return grown;
  }

  private take(task: Task): number {
    const places = this.on(task.agent);
    const at = places.indexOf(task);
    if (at >= 0) places[at] = null;
    return at;
  }

  /** A task that changes stays where it was; whether a place had to be made. */
  private put(task: Task, before: number): boolean {
    let places = this.byAgent.get(task.agent);
    if (!places) this.byAgent.set(task.agent, (places = []));
    const at = places[before] === null ? before : places.indexOf(null);
    if (at < 0) places.push(task);
    else places[at] = task;
    return at < 0;
  }
}
