import assert from 'node:assert/strict';
import { test } from 'node:test';
import './page';
import { onHowMany, reallyUsed, whoSays } from '../src/lib/measured';
import type { Summary } from '../src/lib/model';

function cluster(connected: number, measured: Summary['measured']): Summary {
  return { agents: { connected, disconnected: 0, unreachable: 0 }, measured } as Summary;
}

test('what is used is told when every agent says it, without a word on who does', () => {
  const all = cluster(5, { cpus: [2.5, 5], mem: [512, 5], disk: [0, 5] });

  assert.equal(reallyUsed(all, 'cpus'), 2.5);
  assert.equal(reallyUsed(all, 'disk'), 0);
  assert.equal(whoSays(all), '');
});

test('nobody knows how much of a GPU is used', () => {
  assert.equal(reallyUsed(cluster(1, { cpus: [0, 1], mem: [0, 1], disk: [0, 1] }), 'gpus'), null);
});

test('when only some agents say it, it is said how many', () => {
  const some = cluster(5, { cpus: [1, 2], mem: [512, 3], disk: [0, 0] });

  assert.equal(whoSays(some), '3 of 5 agents say what is used.');
  assert.equal(onHowMany(some, 'mem'), '');
  assert.equal(onHowMany(some, 'cpus'), ' on 2 of 5 agents');
  assert.equal(reallyUsed(some, 'disk'), null);
});

test('what nobody says is not taken for nothing', () => {
  const none = { cpus: [0, 0], mem: [0, 0], disk: [0, 0] } satisfies Summary['measured'];

  assert.equal(reallyUsed(cluster(2, none), 'cpus'), null);
  assert.equal(whoSays(cluster(2, none)), 'No agent has said yet what is used.');
  assert.equal(whoSays(cluster(1, none)), 'The agent has not said yet what is used.');
  assert.equal(whoSays(cluster(0, none)), '');
});
