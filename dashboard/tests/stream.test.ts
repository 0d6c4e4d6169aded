import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeStream, answersWith, drawFrame } from './page';
import { agents, isNews } from '../src/lib/cluster';
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
