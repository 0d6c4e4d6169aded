import { NewsItem } from '../ui/news';
import { ClusterPast } from '../ui/past';
import { Ago, AsCommand, Bar, Card, Nothing, State, Title, toneOf } from '../ui/parts';
import { NAMES, count, cpus, megabytes, percent, quantity, shortId, stateName } from '../lib/format';
import type { Summary } from '../lib/model';
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
        sub={<>Led by <a href="#/masters">{s.address}</a> for <Ago seconds={s.elected} />{standbys()}</>}
        actions={<AsCommand command="status" />}
      >
        {s.cluster}
      </Title>
      <div class="tiles">
        <Tile name="Agents" value={s.agents.connected} href="#/agents?up=connected"
          more={trouble(s)} bad={s.agents.disconnected + s.agents.unreachable > 0} />
        <Tile name="Tasks" value={live} href={to(['tasks'], { state: 'live' })} more={`${count(s.tasks.TASK_RUNNING ?? 0)} running`} />
        <Tile name="Frameworks" value={s.frameworksConnected} href="#/frameworks"
          more={s.frameworksKnown > s.frameworksConnected ? `${s.frameworksKnown - s.frameworksConnected} away` : 'all connected'}
          bad={s.frameworksKnown > s.frameworksConnected} />
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
  if (!known) return '';
  const others = known.masters.length - 1;
  return others > 0 ? `, ${others === 1 ? 'one more stands' : count(others) + ' more stand'} by` : ', nobody stands by';
}

function trouble(s: Summary): string {
  const parts = [];
  if (s.agents.disconnected > 0) parts.push(`${count(s.agents.disconnected)} disconnected`);
  if (s.agents.unreachable > 0) parts.push(`${count(s.agents.unreachable)} unreachable`);
  return parts.length === 0 ? 'all connected' : parts.join(', ');
}

function Tile(props: { name: string; value: number; href: string; more: string; bad?: boolean }) {
  return (
    <a class="tile" href={props.href}>
      <span class="name">{props.name}</span>
      <span class="value">{count(props.value)}</span>
      <span class={props.bad ? 'more bad' : 'more'}>{props.more}</span>
    </a>
  );
}

function Capacity({ of: s }: { of: Summary }) {
  const shown = SCALARS.filter((name) => s.resources[name][0] > 0 || name !== 'gpus');
  return (
    <Card
      title="Capacity"
      aside={
        <span class="legend">
          <i class="bar-used" /> used <i class="bar-offered" /> offered <i class="bar-free" /> free
        </span>
      }
    >
      <div class="capacity">
        {shown.map((name) => {
          const [total, used, offered] = s.resources[name];
          return (
            <div key={name}>
              <div class="row">
                <strong>{NAMES[name]}</strong>
                <span class="big">{percent(used, total)}</span>
              </div>
              <Bar used={used} offered={offered} total={total} label={NAMES[name]!} />
              <div class="row dim">
                <span>{quantity(name, used)} used{offered > 0 && <>, {quantity(name, offered)} offered</>}</span>
                <span>of {quantity(name, total)}</span>
              </div>
            </div>
          );
        })}
      </div>
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
