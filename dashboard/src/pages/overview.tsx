import type { ComponentChildren } from 'preact';
import { NewsItem } from '../ui/news';
import { ClusterPast } from '../ui/past';
import { Ago, AsCommand, Bar, BarLegend, Card, Nothing, State, Title, toneOf } from '../ui/parts';
import { NAMES, count, cpus, megabytes, percent, quantity, shortId, stateName } from '../lib/format';
import { onHowMany, reallyUsed, whoSays } from '../lib/measured';
import type { Measured, Summary } from '../lib/model';
import { LIVE, SCALARS, STATES } from '../lib/model';
import { masters } from '../lib/masters';
import { to } from '../lib/router';
import { summary } from '../lib/stream';

export function Overview() {
  const s = summary.value;
  if (!s) return <Nothing>Waiting for the master …</Nothing>;
  const live = LIVE.reduce((sum, state) => sum + (s.tasks[state] ?? 0), 0);
  return (
    <>
      <Title
        sub={<>Led by <a href="#/masters">{s.address}</a> for <Ago seconds={s.elected} />, <a href="#/masters">{standbys()}</a></>}
        actions={<AsCommand command="status" />}
      >
        {s.cluster}
      </Title>
      <div class="tiles">
        <Tile name="Agents" value={s.agents.connected} href="#/agents?up=connected" more={trouble(s)} />
        <Tile name="Tasks" value={live} href={to(['tasks'], { state: 'live' })}
          more={<a href={to(['tasks'], { state: 'TASK_RUNNING' })}>{count(s.tasks.TASK_RUNNING ?? 0)} running</a>} />
        <Tile name="Frameworks" value={s.frameworksConnected} href="#/frameworks?up=connected"
          more={s.frameworksKnown > s.frameworksConnected
            ? <a class="bad" href="#/frameworks?up=disconnected">{count(s.frameworksKnown - s.frameworksConnected)} disconnected</a>
            : 'all connected'} />
        <Tile name="Offers" value={s.offers} href="#/offers" more="outstanding" />
      </div>
      <Capacity of={s} />
      <ClusterPast of={s} />
      <div class="columns">
        <Card title="Tasks by state">
          <TaskStates of={s} />
        </Card>
        <Card title="Frameworks" aside={<a href="#/frameworks">All</a>}>
          <Largest of={s} />
        </Card>
      </div>
      <Starving of={s} />
      <Card title="What happened last" aside={<a href="#/events">More</a>}>
        {s.happenings.length === 0 ? (
          <Nothing>Nothing yet since this master leads.</Nothing>
        ) : (
          <ol class="news">
            {s.happenings.map((one) => <NewsItem key={one.n} of={one} />)}
          </ol>
        )}
      </Card>
    </>
  );
}

function standbys(): string {
  const known = masters.value;
  const others = (known?.masters.length ?? 1) - 1;
  return others === 0 ? 'no standby' : others === 1 ? '1 standby' : `${count(others)} standbys`;
}

function trouble(s: Summary): ComponentChildren {
  const states = (['disconnected', 'unreachable'] as const).filter((state) => s.agents[state] > 0);
  if (states.length === 0) return 'all connected';
  return states.map((state) => <a key={state} class="bad" href={to(['agents'], { up: state })}>{count(s.agents[state])} {state}</a>);
}

/** The whole of it leads to what it counts; what is said besides may lead elsewhere. */
function Tile(props: { name: string; value: number; href: string; more: ComponentChildren }) {
  return (
    <div class="tile">
      <a class="whole" href={props.href}>
        <span class="name">{props.name}</span>
        <span class="value">{count(props.value)}</span>
      </a>
      <span class="more">{props.more}</span>
    </div>
  );
}

/** Where one sees who uses it. */
const MEASURED_BY: Record<Measured, string> = {
  cpus: to(['topology'], { color: 'cpus' }),
  mem: to(['topology'], { color: 'mem' }),
  disk: '#/agents?up=connected',
};

function Capacity({ of: s }: { of: Summary }) {
  const shown = SCALARS.filter((name) => s.resources[name][0] > 0 || name !== 'gpus');
  const said = whoSays(s);
  return (
    <Card
      title="Capacity"
      aside={<BarLegend />}
    >
      <div class="capacity">
        {shown.map((name) => {
          const [total, used, offered] = s.resources[name];
          const real = reallyUsed(s, name);
          return (
            <div key={name}>
              <div class="row">
                <strong>{NAMES[name]}</strong>
                <span><span class="big">{percent(used, total)}</span> <span class="dim">of {quantity(name, total)}</span></span>
              </div>
              <Bar real={real} used={used} offered={offered} total={total} label={NAMES[name]!} />
              <ul class="parts">
                {real !== null && name !== 'gpus' && <li><a href={MEASURED_BY[name]}>{quantity(name, real)} used{onHowMany(s, name)}</a></li>}
                <li><a href={to(['tasks'], { state: 'live' })}>{quantity(name, used)} allocated</a></li>
                {offered > 0 && <li><a href="#/offers">{quantity(name, offered)} offered</a></li>}
                <li><a href="#/agents?up=connected">{quantity(name, Math.max(0, total - used - offered))} free</a></li>
              </ul>
            </div>
          );
        })}
      </div>
      {said !== '' && <p class="dim said">{said}</p>}
    </Card>
  );
}

function TaskStates({ of: s }: { of: Summary }) {
  const there = STATES.filter((state) => (s.tasks[state] ?? 0) > 0);
  const all = there.reduce((sum, state) => sum + s.tasks[state]!, 0);
  if (there.length === 0) return <Nothing>No task has run yet.</Nothing>;
  return (
    <>
      <div class="stack" aria-hidden="true">
        {there.map((state) => (
          <span key={state} class={'fill-' + toneOf(state)} style={{ width: (s.tasks[state]! / all) * 100 + '%' }} />
        ))}
      </div>
      <ul class="states">
        {there.map((state) => (
          <li key={state}>
            <a href={to(['tasks'], { state })}>
              <i class={'dot fill-' + toneOf(state)} aria-hidden="true" />
              <span>{stateName(state)}</span>
              <strong>{count(s.tasks[state]!)}</strong>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Largest({ of: s }: { of: Summary }) {
  if (s.frameworks.length === 0) return <Nothing>No framework has subscribed.</Nothing>;
  const total = s.resources.cpus[0];
  return (
    <ul class="largest">
      {s.frameworks.slice(0, 8).map((one) => (
        <li key={one.id}>
          <a href={to(['frameworks', one.id])}>
            <span class="row">
              <span>{one.name || shortId(one.id)} {one.up !== 'connected' && <State of={one.up} />}</span>
              <span class="dim">{count(one.tasks)} tasks · {cpus(one.cpus)} CPUs · {megabytes(one.mem)}</span>
            </span>
            <Bar used={one.cpus} offered={0} total={total} label={'CPUs of ' + one.name} />
          </a>
        </li>
      ))}
    </ul>
  );
}

function Starving({ of: s }: { of: Summary }) {
  if (s.starving.length === 0) return null;
  return (
    <Card title="Waiting for offers" class="warning">
      <ul class="plain">
        {s.starving.map((one) => (
          <li key={one.id}>
            <a href={to(['frameworks', one.id])}>{one.name}</a> wants offers and {one.never ? 'was never made one, since' : 'had its last'}{' '}
            <Ago seconds={one.since} /> {one.never ? '' : 'ago'}
          </li>
        ))}
      </ul>
    </Card>
  );
}
