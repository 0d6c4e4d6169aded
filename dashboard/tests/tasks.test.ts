import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../src/lib/model';
import { NEWEST_FIRST, TaskView, Tasks, prepareSearch, tasks } from '../src/lib/tasks';

function task(id: string, state = 'TASK_RUNNING'): Task {
  return {
    n: 0, key: '', id, name: id, framework: 'shop', agent: 'S0', state, role: '*', executor: '',
    cpus: 1, mem: 32, disk: 0, gpus: 0, began: 0, lasted: 0, health: 0,
  };
}

function turn(of: Tasks, ids: string[], state?: string): void {
  for (const id of ids) of.put(task(id, state));
  of.endTurn();
}

const many = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);

test('who follows is told what has come and gone since', () => {
  const known = new Tasks();
  turn(known, ['a', 'b']);
  const seen = known.turn;
  turn(known, ['b', 'c']);

  const [since] = known.since(seen)!;
  assert.deepEqual(since!.come.map((one) => one.id), ['b', 'c']);
  assert.deepEqual(since!.gone.map((one) => one.id), ['b']);
});

test('however many come and go, no more of them are remembered than somebody could look at', () => {
  const known = new Tasks();
  turn(known, ['a']);
  const seen = known.turn;
  for (let i = 0; i < 30; i++) turn(known, many('turn-' + i, 1000));

  assert.equal(known.since(seen), null);
  assert.equal(known.since(known.turn - 5)!.length, 5);
});

test('a turn that is too large to be remembered makes views begin anew, and the next one does not', () => {
  const known = new Tasks();
  turn(known, ['a']);
  const seen = known.turn;
  turn(known, many('b', 25_000));
  assert.equal(known.since(seen), null);

  const then = known.turn;
  turn(known, ['c']);
  assert.equal(known.since(then)!.length, 1);
});

test('a view that has fallen behind shows the same as one that has not', () => {
  tasks.restart([task('a')]);
  const view = new TaskView(() => true, NEWEST_FIRST);
  view.look();
  for (let i = 0; i < 40; i++) turn(tasks, many('turn-' + i, 1000));

  assert.equal(view.look().length, 40_001);
  assert.equal(view.look()[0]!.id, 'turn-39-999');
});

test('of those that ended the last thousand of a framework are kept', () => {
  const known = new Tasks();
  turn(known, many('a', 1500), 'TASK_FINISHED');

  assert.equal(known.size, 1000);
  assert.equal(known.get('shop', 'a-0'), undefined);
  assert.ok(known.get('shop', 'a-1499'));
});

test('what is searched is made though the page never pauses and more tasks come all the time', () => {
  const asked: ((pause: IdleDeadline) => void)[] = [];
  Object.assign(globalThis, { requestIdleCallback: (run: (pause: IdleDeadline) => void) => asked.push(run) });
  const first = many('First', 640).map((id) => task(id));
  tasks.restart(first);
  prepareSearch();
  let pauses = 0;
  for (let run = asked.shift(); run && pauses < 100; run = asked.shift()) {
    run({ didTimeout: true, timeRemaining: () => 0 });
    turn(tasks, many('later-' + ++pauses, 64));
  }

  assert.equal(pauses, 10);
  assert.ok(first.every((one) => one.key === one.id.toLowerCase()));
});
