import { at, count } from '../lib/format';
import { happenings, missed } from '../lib/happenings';
import type { Happening } from '../lib/model';
import { usePolled } from '../lib/polled';
import { Choice, Filter, chosen, searched } from '../ui/filter';
import { NewsItem } from '../ui/news';
import { AsCommand, Badge, Card, Nothing, Title } from '../ui/parts';
import { Table } from '../ui/table';

const MAX_SHOWN = 300;
const SHOWN: [string, string][] = [['', 'About anything'], ['agent', 'Agents'], ['framework', 'Frameworks'], ['task', 'Tasks'], ['audit', 'Who had what done']];

export function Events() {
  const kind = chosen('about');
  return kind === 'audit' ? <Audit /> : <Happenings kind={kind} />;
}

function About() {
  return <Choice name="about" label="About" options={SHOWN} />;
}

function Happenings({ kind }: { kind: string }) {
  const fits = searched();
  const all = happenings.value;
  const rows = all.filter((one) => (kind === '' || one.kind.startsWith(kind)) && fits(text(one)));
  return (
    <>
      <Title sub={<>What this master told since the page was opened, and shortly before; the newest first. <a href="#/events?about=audit">Who had what done</a></>}
        actions={<AsCommand command="events" />}>Events</Title>
      <Filter label="Id, kind, state or message" shown={rows.length} of={all.length}><About /></Filter>
      <Card>
        {rows.length === 0 ? <Nothing>{all.length === 0 ? 'Nothing yet since this master leads.' : 'No event fits.'}</Nothing> : (
          <ol class="news">{rows.slice(0, MAX_SHOWN).map((one) => <NewsItem key={one.n} of={one} />)}</ol>
        )}
        {rows.length > MAX_SHOWN && <p class="dim">The last {MAX_SHOWN} are shown.</p>}
        {missed.value > 0 && <p class="dim">{count(missed.value)} came too fast to be shown here; <code>proffer events -o jsonl</code> has every one.</p>}
      </Card>
    </>
  );
}

function text(one: Happening): string {
  return [one.kind, one.agent, one.framework, one.task, one.state, one.message].join(' ');
}

interface Entry {
  number: number;
  time: string;
  principal: string;
  address: string;
  call: string;
  target: string;
  status: number;
  message: string;
}

const FIRST_ERROR = 400;
/** What ids of agents and frameworks begin with. */
const LONG_IDS = /\b([0-9a-f]{8})-[0-9a-f-]{27}-/g;

function Audit() {
  const fits = searched();
  const { value, problem } = usePolled<{ entries: Entry[] }>('/audit', 2000);
  const all = value?.entries ?? [];
  const rows = all.filter((one) => fits([one.principal, one.address, one.call, one.target, one.message].join(' ')));
  return (
    <>
      <Title sub="Who had what changed through this master and its dashboard, the last thousand times; its log file has all of it."
        actions={<AsCommand command="events --audit" />}>Audit</Title>
      <Filter label="Who, what or to what" shown={rows.length} of={all.length}><About /></Filter>
      <Table label="Audit" rows={rows} keyOf={(one) => String(one.number)} none={problem || (all.length === 0 ? 'Nobody has had anything changed since this master runs.' : 'Nothing fits.')}
        columns={[
          { name: 'When', show: (one) => at(Date.parse(one.time)) },
          { name: 'Who', show: (one) => <>{one.principal || <span class="dim">somebody</span>} <span class="dim">at {one.address}</span></> },
          { name: 'What', show: (one) => <code>{one.call}</code> },
          { name: 'To what', wide: true, show: (one) => <span title={one.target}>{one.target.replace(LONG_IDS, '$1…')}</span> },
          { name: 'Outcome', show: (one) => (one.status < FIRST_ERROR ? <Badge tone="good">done</Badge> : <><Badge tone="bad">{one.status}</Badge> <span title={one.message}>{one.message}</span></>) },
        ]} />
    </>
  );
}
