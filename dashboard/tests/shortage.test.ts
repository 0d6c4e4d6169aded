import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Agent, Framework } from '../src/lib/model';
import type { Settled } from '../src/lib/quota';
import type { Reason, Refused } from '../src/lib/shortage';
import { reasonsOf } from '../src/lib/shortage';

const NONE = { cpus: 0, mem: 0, disk: 0, gpus: 0 };
const NO_FILTERS: Refused = { suppressed: [], refusals_in_all: 0, refusals: [] };

function framework(over: Partial<Framework> = {}): Framework {
  return {
    id: 'F', name: 'night', user: '', principal: '', host: '', webui: '', up: 'connected', roles: ['batch/night'], suppressed: [],
    failover: 600, since: 0, back: 0, ended: 0, offers: 0, accepted: 0, declined: 0, withdrawn: 0, offered: 0, executors: NONE, ...over,
  };
}

function agent(over: Partial<Agent> = {}): Agent {
  return {
    id: 'S', host: 'h', address: '', version: '', up: 'connected', duty: '', attributes: [], zone: '', since: 0, back: 0, key: '',
    cpus: 8, mem: 8192, disk: 0, gpus: 0, used: NONE, offered: NONE, ...over,
  };
}

function role(name: string, quota: Partial<Settled['quota']>, offered = {}): Settled {
  return { name, weight: 1, quota: { guarantee: {}, limit: {}, consumed: {}, ...quota }, offered };
}

function kinds(reasons: Reason[]): string[] {
  return reasons.map((reason) => reason.kind);
}

test('a role is at its limit when what it takes and what it is offered reach it', () => {
  const settled = [role('batch', { limit: { cpus: 4, mem: 999 }, consumed: { cpus: 3, mem: 10 } }, { cpus: 1 })];

  assert.deepEqual(reasonsOf(framework(), 0, settled, [agent()], NO_FILTERS)[0], { kind: 'limit', role: 'batch', name: 'cpus', taken: 4, limit: 4 });
});

test('below its limit nothing is said of it', () => {
  const settled = [role('batch', { limit: { cpus: 4 }, consumed: { cpus: 3.9 } })];

  assert.deepEqual(kinds(reasonsOf(framework(), 0, settled, [agent()], NO_FILTERS)), ['refused']);
});

test('what others are guaranteed and have not taken is kept for them', () => {
  const settled = [role('day', { guarantee: { cpus: 2, mem: 64 }, consumed: { cpus: 0.5, mem: 64 } }), role('batch', { guarantee: { cpus: 9 } })];

  assert.deepEqual(reasonsOf(framework(), 0, settled, [agent()], NO_FILTERS)[0], { kind: 'kept', role: 'day', missing: { cpus: 1.5 } });
  assert.deepEqual(kinds(reasonsOf(framework(), 0, settled, [agent()], NO_FILTERS)), ['kept', 'refused']);
});

test('who is away, or wants none, is offered none', () => {
  assert.deepEqual(kinds(reasonsOf(framework({ up: 'disconnected' }), 0, [], [agent()], null)), ['away']);
  assert.deepEqual(reasonsOf(framework({ suppressed: ['batch/night'] }), 0, [], [agent()], null), [{ kind: 'suppressed', roles: ['batch/night'], all: true }]);
  assert.deepEqual(kinds(reasonsOf(framework({ roles: ['a', 'b'], suppressed: ['a'] }), 0, [], [agent()], null)), ['suppressed', 'refused']);
  assert.deepEqual(reasonsOf(framework({ up: 'completed' }), 0, [], [agent()], null), []);
});

test('there may be nothing to offer', () => {
  const full = agent({ used: { ...NONE, cpus: 8 } });

  assert.deepEqual(reasonsOf(framework(), 0, [], [agent({ duty: 'draining' })], NO_FILTERS), [{ kind: 'no agent' }]);
  assert.deepEqual(reasonsOf(framework(), 0, [], [full], NO_FILTERS), [{ kind: 'nothing free', agents: 1 }]);
});

test('what is free may have been refused', () => {
  assert.deepEqual(reasonsOf(framework(), 0, [], [agent()], { ...NO_FILTERS, refusals_in_all: 3 }), [{ kind: 'refused', filters: 3, free: 1, agents: 1 }]);
});

test('who holds offers is told what it is not offered besides', () => {
  const settled = [role('batch', { limit: { cpus: 4 }, consumed: { cpus: 4 } })];

  assert.deepEqual(kinds(reasonsOf(framework(), 2, settled, [agent()], NO_FILTERS)), ['limit', 'unanswered']);
});
