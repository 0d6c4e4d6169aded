import { cpus, megabytes, now, shortId, span } from '../lib/format';
import type { Decision, Offer } from '../lib/model';
import { AgentLink, FrameworkLink } from './links';
import { State } from './parts';
import type { Column } from './table';
import { Table } from './table';

const BOTH: Column<Offer>[] = [
  { name: 'Offer', show: (offer) => <span title={offer.id}>{shortId(offer.id)}</span> },
  { name: 'Framework', by: (offer) => offer.framework, show: (offer) => <FrameworkLink id={offer.framework} /> },
  { name: 'Agent', by: (offer) => offer.agent, show: (offer) => <AgentLink id={offer.agent} /> },
  { name: 'Role', by: (offer) => offer.role, show: (offer) => offer.role },
  { name: 'CPUs', right: true, by: (offer) => offer.cpus, show: (offer) => cpus(offer.cpus) },
  { name: 'Memory', right: true, by: (offer) => offer.mem, show: (offer) => megabytes(offer.mem) },
  { name: 'Disk', right: true, by: (offer) => offer.disk, show: (offer) => megabytes(offer.disk) },
];

const HELD: Column<Offer>[] = [
  ...BOTH,
  { name: 'Held for', right: true, by: (offer) => -offer.made, show: (offer) => span((now.value - offer.made) / 1000) },
];

const ENDED: Column<Offer>[] = [
  { name: 'Outcome', show: (offer) => <State of={(offer as Decision).how} /> },
  ...BOTH,
  {
    name: 'After',
    right: true,
    show: (offer) => {
      const ms = (offer as Decision).ended - offer.made;
      return ms < 1000 ? Math.max(0, ms) + ' ms' : span(ms / 1000);
    },
  },
  { name: 'Ended', right: true, show: (offer) => span((now.value - (offer as Decision).ended) / 1000) + ' ago' },
];

export function OfferTable(props: { rows: Offer[] | Decision[]; none: string; short?: boolean }) {
  const ended = props.rows.length > 0 && 'how' in props.rows[0]!;
  return (
    <Table<Offer> label={ended ? 'Offers that ended' : 'Offers'} columns={ended ? ENDED : HELD} rows={props.rows}
      keyOf={(offer) => offer.id} none={props.none} short={props.short === true && props.rows.length <= 60} />
  );
}
