import { agents, decisions, frameworks, offers } from '../lib/cluster';
import { at, count, cpus, megabytes, percent, shortId, span } from '../lib/format';
import { send } from '../lib/http';
import type { Framework } from '../lib/model';
import { isLive } from '../lib/model';
import { usePolled } from '../lib/polled';
import type { Settled } from '../lib/quota';
import { go, to } from '../lib/router';
import { reasonsOf } from '../lib/shortage';
import { ofFramework } from '../lib/tally';
import { tasks } from '../lib/tasks';
import { ask } from '../ui/dialog';
import { say } from '../ui/notice';
import { OfferTable } from '../ui/offertable';
import { Ago, AsCommand, Badge, Card, Copy, Facts, Nothing, State, Title } from '../ui/parts';
import { FrameworkPast } from '../ui/past';
import { TaskTable, useTaskRows } from '../ui/tasktable';
import { Filters, useFilters } from './filters';
import { dominantShare, suppressed } from './frameworks';
import { WhyNot } from './whynot';

export function FrameworkPage({ path }: { path: string[] }) {
  const id = path[1]!;
  const live = useTaskRows(id, (task) => task.framework === id && isLive(task), 'of a framework');
  const settled = usePolled<{ roles: Settled[] }>('/roles', 3000).value;
  const refused = useFilters(id);
  const one = frameworks.get(id);
  if (!one) return <Nothing>The master knows no framework {id}. <a href="#/frameworks">All frameworks</a></Nothing>;
  const held = [...offers.values()].filter((offer) => offer.framework === id);
  const last = decisions.filter((decision) => decision.framework === id).slice(0, 20);
  return (
    <>
      <Title
        badge={<><State of={one.up} /> {one.up === 'connected' && suppressed(one) && <Badge tone="calm">suppressed</Badge>}</>}
        sub={<><code>{one.id}</code> <Copy text={one.id} label="Copy id" /></>}
        actions={
          <>
            <AsCommand command={'framework show ' + one.id} />
            {one.up !== 'completed' && <button class="danger" type="button" onClick={() => tearDown(one)}>Tear down …</button>}
          </>
        }
      >
        {one.name || shortId(one.id)}
      </Title>
      <div class="columns">
        <Card title="What it is"><Facts of={facts(one)} /></Card>
        <Card title="What it holds and is offered"><Facts of={share(one)} /></Card>
      </div>
      {settled && <WhyNot of={one} refused={refused} reasons={reasonsOf(one, held.length, settled.roles, [...agents.values()], refused)} />}
      <FrameworkPast id={id} />
      <Card title={`Offers it holds (${count(held.length)})`}>
        <OfferTable rows={held} none="It holds no offer at the moment." short />
      </Card>
      {last.length > 0 && (
        <Card title="What became of its last offers"><OfferTable rows={last} none="" short /></Card>
      )}
      <Filters of={refused} />
      <Card title={`Live tasks (${count(live.rows.length)})`} aside={<a href={to(['tasks'], { framework: id })}>With those that ended</a>}>
        <TaskTable of={live} none="None of its tasks is live." short />
      </Card>
    </>
  );
}

function facts(one: Framework): [string, preact.ComponentChildren][] {
  return [
    ['Roles', one.roles.map((role) => <span key={role}><code>{role}</code> {one.suppressed.includes(role) && <span class="dim">wants no offers </span>}</span>)],
    ['User', one.user || <span class="dim">the agent's</span>],
    ['Principal', one.principal || <span class="dim">none</span>],
    ['Host', one.host || '–'],
    ['Web UI', /^https?:/.test(one.webui) ? <a href={one.webui} rel="noreferrer">{one.webui}</a> : <span class="dim">none</span>],
    ['Failover timeout', one.failover === 0 ? 'none: it ends when it disconnects' : span(one.failover)],
    ['Registered', at(one.since * 1000)],
    ['Last subscribed', <span key="back"><Ago seconds={one.back} /> ago</span>],
    ...(one.ended > 0 ? ([['Ended', at(one.ended * 1000)]] as [string, string][]) : []),
  ];
}

function share(one: Framework): [string, preact.ComponentChildren][] {
  const held = ofFramework(one.id);
  const ended = one.accepted + one.declined + one.withdrawn;
  return [
    ['CPUs', cpus(held.cpus)],
    ['Memory', megabytes(held.mem)],
    ['Disk', megabytes(held.disk)],
    ['Dominant share', percent(dominantShare(one.id), 1)],
    ['Offers made', count(one.offers)],
    ['Accepted', `${count(one.accepted)} (${percent(one.accepted, ended)})`],
    ['Declined', `${count(one.declined)} (${percent(one.declined, ended)})`],
    ['Withdrawn', count(one.withdrawn)],
    ['Last offer', <span key="offer"><Ago seconds={one.offered} none="never" />{one.offered > 0 && ' ago'}</span>],
  ];
}

function tearDown(one: Framework): void {
  const live = tasks.of(one.id).filter(isLive);
  const machines = new Set(live.map((task) => task.agent)).size;
  ask({
    title: `Tear down ${one.name || shortId(one.id)}?`,
    body: (
      <p>
        Its <strong>{count(live.length)} live tasks on {count(machines)} agents are killed</strong>, its offers are taken back, and it cannot
        subscribe again under this id. This cannot be undone.
      </p>
    ),
    typed: one.name || one.id,
    doIt: 'Tear down',
    act: async () => {
      const problem = await send('POST', '/teardown', new URLSearchParams({ frameworkId: one.id }));
      if (problem === null) {
        say(`${one.name} is torn down`);
        go('#/frameworks');
      }
      return problem;
    },
  });
}
