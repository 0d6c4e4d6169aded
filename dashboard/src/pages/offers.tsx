import { decisions, offers } from '../lib/cluster';
import { count } from '../lib/format';
import { OfferTable } from '../ui/offertable';
import { AsCommand, Card, Title } from '../ui/parts';

export function Offers() {
  const held = [...offers.values()].reverse();
  return (
    <>
      <Title sub="What is free is held out to one framework at a time, which accepts or declines it." actions={<AsCommand command="offer list" />}>Offers</Title>
      <Card title={`Outstanding (${count(held.length)})`}>
        <OfferTable rows={held} none="No offer is outstanding: everything is used, declined for a while, or nobody wants any." short />
      </Card>
      <Card title="What became of the last">
        <OfferTable rows={decisions.slice(0, 60)} none="No offer has ended since this master leads." short />
      </Card>
    </>
  );
}
