/** Why a service is not as it is wanted, and what would help. */
import { base } from '../../lib/behind';
import { span } from '../../lib/format';
import { usePolled } from '../../lib/polled';
import type { Queued, Why } from '../../lib/services';
import { beyondUrl } from '../../lib/services';
import { AgentLink } from '../../ui/links';
import { Card, Copy } from '../../ui/parts';
import { When } from '../../ui/when';

/** What a deployment says of itself, right above. */
const SAID = ['WaitsForPromotion', 'Paused'];

/** @param deploying whether there is a deployment, which says itself what it waits for */
export function Waiting({ framework, id, deploying }: { framework: string; id: string; deploying: boolean }) {
  const why = usePolled<Why>(beyondUrl(framework, id, 'why'), 2000);
  if (why.status === 404) return <Queue framework={framework} id={id} />;
  const { value } = why;
  const reasons = (value?.reasons ?? []).filter((one) => !deploying || !SAID.includes(one.reason));
  if (!value || reasons.length === 0) return null;
  const title = value.waiting > 0 ? `${value.waiting} of ${value.instances} instances wait` : 'Not as it is wanted yet';
  return (
    <Card title={title} class="warning" aside={<Copy text={'proffer app why ' + id} label="Copy as CLI" />}>
      {value.since && <p class="dim">since <When at={value.since} /></p>}
      <ul class="reasons">
        {reasons.map((one) => (
          <li key={one.reason + one.message}>
            <p>
              <strong>{words(one.reason)}</strong>
              {one.of > 0 && <span class="dim"> at {one.count} of {one.of}</span>}: {one.message}
              {one.example && <span class="dim"> (such as at <AgentLink id={one.example.agentId} />)</span>}
            </p>
            {one.help && <p class="help">{one.help}</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function words(name: string): string {
  const lower = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

/** What any framework with Marathon's API knows of it. */
function Queue({ framework, id }: { framework: string; id: string }) {
  const queue = usePolled<{ queue: Queued[] }>(base(framework) + '/v2/queue', 2000).value;
  const of = queue?.queue.find((entry) => entry.app.id === id);
  if (!of) return null;
  const reasons = of.processedOffersSummary.rejectSummaryLastOffers.filter((one) => one.declined > 0);
  return (
    <Card title={`${of.count} instances wait`} class="warning">
      <p>
        Since {new Date(of.since).toLocaleTimeString('sv-SE')}, {of.processedOffersSummary.processedOffersCount} offers were looked at.
        {!of.delay.overdue && ` It is delayed for ${span(of.delay.timeLeftSeconds)} more after failures.`}
      </p>
      <ul class="plain">
        {reasons.map((one) => <li key={one.reason}>{one.declined} of the last {one.processed} did not do: {words(one.reason)}</li>)}
      </ul>
    </Card>
  );
}
