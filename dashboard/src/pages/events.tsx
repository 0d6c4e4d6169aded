import { count } from '../lib/format';
import { happenings, missed } from '../lib/happenings';
import type { Happening } from '../lib/model';
import { Choice, Filter, chosen, searched } from '../ui/filter';
import { NewsItem } from '../ui/news';
import { AsCommand, Card, Nothing, Title } from '../ui/parts';

const MAX_SHOWN = 300;

export function Events() {
  const kind = chosen('about');
  const fits = searched();
  const all = happenings.value;
  const rows = all.filter((one) => (kind === '' || one.kind.startsWith(kind)) && fits(text(one)));
  return (
    <>
      <Title sub="What this master told since the page was opened, and shortly before; the newest first." actions={<AsCommand command="events" />}>Events</Title>
      <Filter label="Id, kind, state or message" shown={rows.length} of={all.length}>
        <Choice name="about" label="About" options={[['', 'About anything'], ['agent', 'Agents'], ['framework', 'Frameworks'], ['task', 'Tasks']]} />
      </Filter>
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
