/** The tasks that are known, and which have come and gone of late: who follows them looks at those only. */
import type { Task } from './model';
import { isLive, searchKey } from './model';
import type { Compare } from './sorted';
import { changed } from './sorted';

/** As many ended tasks of a framework are remembered as the master does by default. */
const MAX_ENDED = 1000;
/** Turns are remembered as long as no more tasks than these came and went: a view that has not looked for longer begins anew. */
const CHANGES_REMEMBERED = 20_000;

/** What is searched is made of so many tasks, then it is looked whether the pause is over. */
const SEARCHED_AT_ONCE = 64;
/** A page that is always busy pauses at least so often. */
const LATEST_PAUSE_MS = 200;

/** What changed at once. A task that changes goes, and comes as another object. */
export interface Turn {
  gone: Task[];
  come: Task[];
}

export class Tasks {
  size = 0;
  /** How often something has changed. */
  turn = 0;
  private readonly byFramework = new Map<string, Map<string, Task>>();
  private readonly ended = new Map<string, Set<Task>>();
  private turns: Turn[] = [];
  /** How many tasks the turns hold. */
  private remembered = 0;
  private gone: Task[] = [];
  private come = new Set<Task>();
  private last = 0;

  get(framework: string, id: string): Task | undefined {
    return this.byFramework.get(framework)?.get(id);
  }

  /** Those of one framework after those of another. */
  *all(): Generator<Task, void> {
    for (const of of this.byFramework.values()) yield* of.values();
  }

  of(framework: string): Task[] {
    return [...(this.byFramework.get(framework)?.values() ?? [])];
  }

  /** What changed since a turn; null where that is forgotten. */
  since(turn: number): Turn[] | null {
    const behind = this.turn - turn;
    return behind > this.turns.length ? null : this.turns.slice(this.turns.length - behind);
  }

  // ---- changing; what changes is known when the turn ends

  /** A task as it is now. It keeps its place until it ends; each framework's are in the order of their places. */
  put(task: Task): void {
    let of = this.byFramework.get(task.framework);
    if (!of) this.byFramework.set(task.framework, (of = new Map<string, Task>()));
    const known = of.get(task.id);
    if (known) this.take(known);
    const lives = isLive(task);
    if (known && lives) {
      task.n = known.n;
    } else {
      task.n = ++this.last;
      if (known) of.delete(task.id);
    }
    if (known?.name === task.name) task.key = known.key;
    of.set(task.id, task);
    this.size++;
    this.come.add(task);
    if (!lives) this.endedOf(task.framework).add(task);
  }

  forget(framework: string): void {
    for (const task of this.of(framework)) this.take(task);
    this.byFramework.delete(framework);
    this.ended.delete(framework);
  }

  private take(task: Task): void {
    this.size--;
    this.ended.get(task.framework)?.delete(task);
    if (!this.come.delete(task)) this.gone.push(task);
  }

  private endedOf(framework: string): Set<Task> {
    let ended = this.ended.get(framework);
    if (!ended) this.ended.set(framework, (ended = new Set()));
    return ended;
  }

  endTurn(): void {
    for (const [framework, ended] of this.ended) {
      for (const oldest of ended) {
        if (ended.size <= MAX_ENDED) break;
        this.take(oldest);
        this.byFramework.get(framework)?.delete(oldest.id);
      }
    }
    if (this.gone.length > 0 || this.come.size > 0) {
      this.turn++;
      this.remember({ gone: this.gone, come: [...this.come] });
    }
    this.gone = [];
    this.come = new Set();
  }

  private remember(turn: Turn): void {
    this.turns.push(turn);
    this.remembered += sizeOf(turn);
    while (this.remembered > CHANGES_REMEMBERED) this.remembered -= sizeOf(this.turns.shift()!);
  }

  /** Begins anew with these, in the order in which they came. */
  restart(all: Iterable<Task>): void {
    this.byFramework.clear();
    this.ended.clear();
    this.size = 0;
    for (const task of all) {
      let of = this.byFramework.get(task.framework);
      if (!of) this.byFramework.set(task.framework, (of = new Map<string, Task>()));
      const before = of.get(task.id); // an id that was used again
      if (before) {
        of.delete(task.id);
        this.ended.get(task.framework)?.delete(before);
        this.size--;
      }
      task.n = ++this.last;
      of.set(task.id, task);
      this.size++;
      if (!isLive(task)) this.endedOf(task.framework).add(task);
    }
    this.gone = [];
    this.come.clear();
    this.turn++;
    this.turns = [];
    this.remembered = 0;
  }
}

function sizeOf({ gone, come }: Turn): number {
  return gone.length + come.length;
}

export const tasks = new Tasks();

/**
 * Makes what is searched in the pauses, so that the first letter that is typed does not wait for all of it. Where there
 * are no pauses it is made all the same, a little at a time. It goes over a list that gets shorter: who waits in the
 * middle of a map keeps everything that was in it since, and would never come to an end where more come than it takes.
 */
export function prepareSearch(): void {
  const left = [...tasks.all()];
  const some = (pause: IdleDeadline) => {
    do {
      left.splice(-SEARCHED_AT_ONCE).forEach(searchKey);
    } while (left.length > 0 && pause.timeRemaining() > 1);
    if (left.length > 0) requestIdleCallback(some, { timeout: LATEST_PAUSE_MS });
  };
  requestIdleCallback(some, { timeout: LATEST_PAUSE_MS });
}

export const NEWEST_FIRST: Compare<Task> = (a, b) => b.n - a.n;

/** The tasks that fit, in an order, kept so as tasks come and go. */
export class TaskView {
  private rows: Task[] = [];
  private seen = -1;

  constructor(
    private readonly fits: (task: Task) => boolean,
    private readonly compare: Compare<Task>,
  ) {}

  /** As they are now; the same array as long as none has changed. */
  look(): Task[] {
    const turns = this.seen < 0 ? null : tasks.since(this.seen);
    if (turns === null) {
      this.rows = [];
      for (const task of tasks.all()) if (this.fits(task)) this.rows.push(task);
      this.rows.sort(this.compare);
    } else {
      for (const { gone, come } of turns) {
        this.rows = changed(this.rows, gone.filter(this.fits), come.filter(this.fits), this.compare);
      }
    }
    this.seen = tasks.turn;
    return this.rows;
  }
}
