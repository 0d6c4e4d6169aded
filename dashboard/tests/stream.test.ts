import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeStream, answersWith, drawFrame } from './page';
import { agents, isNews, uses } from '../src/lib/cluster';
import { connect, wanted } from '../src/lib/stream';

const come = () => new Promise((done) => setImmediate(done));

function agent(version: number) {
  return { version, goneAgents: ['S' + version] };
}

async function opened(): Promise<FakeStream> {
  answersWith('/dashboard/snapshot?followed', { term: 'one', version: 0 });
  wanted.value = true;
  connect();
  FakeStream.last.say('reset', { term: 'one', version: 0 });
  await come();
  return FakeStream.last;
}

test('what the master tells is taken with the next frame', async () => {
  const stream = await opened();
  stream.say('delta', agent(1), 'one:1');
  assert.ok(isNews(1));

  drawFrame();
  assert.ok(!isNews(1));
});

test('a page that nobody sees, which draws no frame, does not keep all that it is told', () => {
  const stream = FakeStream.last;
  for (let version = 2; version <= 1000; version++) stream.say('delta', agent(version), 'one:' + version);

  assert.ok(!isNews(1000 - 40));
  assert.equal(agents.size, 0);
  drawFrame();
  assert.ok(!isNews(1000));
});

test('what agents really use is known until they go, or everything begins anew', () => {
  const stream = FakeStream.last;
  stream.say('measured', { uses: { id: ['S1', 'S2'], cpus: [1500, -1], mem: [2048], disk: [-1] } });
  assert.deepEqual([...uses], [
    ['S1', { cpus: 1.5, mem: 2, disk: null }],
    ['S2', { cpus: null, mem: 2, disk: null }],
  ]);

  stream.say('delta', { version: 1001, goneAgents: ['S1'] }, 'one:1001');
  drawFrame();
  assert.deepEqual([...uses.keys()], ['S2']);

  stream.say('reset', { term: 'one', version: 1001 });
  assert.equal(uses.size, 0);
});
