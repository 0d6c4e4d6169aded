import assert from 'node:assert/strict';
import { test } from 'node:test';
import './page';
import { around, difference } from '../src/lib/diff';
import { at, megabytes, sentence, span, suffix } from '../src/lib/format';
import { originOf } from '../src/lib/origin';
import { command } from '../src/lib/quota';

test('what a task is part of', () => {
  assert.deepEqual(originOf('shop_web.instance-9792c712-8fa5-4702-9499-ca5c27e9d1da._app.1', 'services'), { kind: 'service', id: '/shop/web', run: '' });
  assert.deepEqual(originOf('web-1.2.instance-9792c712-8fa5-4702-9499-ca5c27e9d1da.side', 'services'), { kind: 'service', id: '/web-1.2', run: '' });
  assert.deepEqual(originOf('shop.report.20261122120733a3lHg.1', 'jobs'), { kind: 'run', id: 'shop.report', run: '20261122120733a3lHg' });
  assert.deepEqual(originOf('render.20261122120733r3us4.199.1', 'jobs'), { kind: 'run', id: 'render', run: '20261122120733r3us4' });
  assert.equal(originOf('something-else', 'services'), null);
  assert.equal(originOf('something.else.1', 'jobs'), null);
});

test('amounts are told in the unit in which they can be read', () => {
  assert.deepEqual([0, 0.0293, 0.41, 512, 1536, 13.533 * 1024, 2 * 1024 * 1024].map(megabytes), ['0', '30 KB', '420 KB', '512 MB', '1.5 GB', '13.5 GB', '2 TB']);
});

test('tasks of one name are told apart', () => {
  assert.equal(suffix('web.shop', 'shop_web.instance-9792c712-8fa5-4702-9499-ca5c27e9d1da._app.1'), '9792c712');
  assert.equal(suffix('render', 'render.20261122120733r3us4.199.1'), '…33r3us4.199.1');
  assert.equal(suffix('report', 'report.1'), '1');
  assert.equal(suffix('t1', 't1'), '');
});

test('what is said becomes a sentence, with times as they are told elsewhere', () => {
  const time = '2026-11-22T12:30:24.389748194Z';

  assert.equal(sentence(`it has failed at ${time} (EXIT)`), `It has failed at ${at(Date.parse(time))} (EXIT)`);
});

test('spans are told as closely as matters', () => {
  assert.deepEqual([-3, 7, 83, 754, 7500, 90_000].map(span), ['0 s', '7 s', '1 min 23 s', '12 min', '2 h 5 min', '1 d 1 h']);
});

test('the command of a quota names what goes, as what it does not name stays', () => {
  const before = { guarantees: { cpus: 2, mem: 64 }, limits: {} };

  assert.equal(command('batch', before, { guarantees: { cpus: 3 }, limits: { cpus: 6 } }), 'quota set batch --guarantee cpus:3,mem:none --limit cpus:6');
  assert.equal(command('batch', before, { guarantees: {}, limits: {} }), 'quota set batch --guarantee cpus:none,mem:none');
});

test('of what is different only what is near is shown', () => {
  const before = ['{', '  "a": 1,', '  "b": 2,', '  "c": 3,', '  "d": 4', '}'].join('\n');
  const lines = around(difference(before, before.replace('"a": 1', '"a": 7')), 1);

  assert.deepEqual(lines.map((line) => line && line.join('')), [' {', '−  "a": 1,', '+  "a": 7,', '   "b": 2,', null]);
});
