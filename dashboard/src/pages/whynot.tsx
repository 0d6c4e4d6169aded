/** Why a framework gets no offers. */
import type { ComponentChildren } from 'preact';
import { amount, count, now, quantity, span } from '../lib/format';
import type { Framework } from '../lib/model';
import type { Reason, Refused } from '../lib/shortage';
import { to } from '../lib/router';
import { Card, Copy } from '../ui/parts';
import { amounts } from './quota';

export function WhyNot({ of: one, reasons, refused }: { of: Framework; reasons: Reason[]; refused: Refused | null }) {
  if (reasons.length === 0) return null;
  const offered = reasons.some((reason) => reason.kind === 'unanswered');
  const calm = reasons.every((reason) => reason.kind === 'suppressed' || reason.kind === 'unanswered' || (reason.kind === 'refused' && reason.filters > 0));
  if (offered && calm) return null;
  return (
    <Card title={offered ? 'Why it is not offered more' : 'Why it is offered nothing now'} class={calm ? '' : 'warning'}
      aside={<Copy text={'proffer why ' + (one.name || one.id)} label="Copy as CLI" />}>
      <ul class="reasons">
        {reasons.map((reason, i) => {
          const [said, help] = words(reason, refused);
          return <li key={i}><p>{said}</p>{help && <p class="help">{help}</p>}</li>;
        })}
      </ul>
    </Card>
  );
}

function role(name: string): ComponentChildren {
  return <a href={to(['roles'])}>{name}</a>;
}

function words(reason: Reason, refused: Refused | null): [ComponentChildren, ComponentChildren] {
  switch (reason.kind) {
    case 'away':
      return ['It is not connected.', reason.failover > 0 && `Its tasks run on for ${span(reason.failover)} after it was last seen.`];
    case 'suppressed':
      return [`It wants no offers ${reason.all ? 'for now' : 'for ' + reason.roles.join(', ')}.`, reason.all && 'It asks for them again when it has something to launch.'];
    case 'unanswered':
      return [`It has not answered ${reason.offers === 1 ? 'the offer' : `the ${count(reason.offers)} offers`} that it holds.`, null];
    case 'limit':
      return [
        <>Its role {role(reason.role)} is at the limit of its quota: <strong>{quantity(reason.name, reason.taken)} of {amount(reason.name, reason.limit)}</strong> are taken or offered.</>,
        'It is offered no more of that until something in the role ends, or its limit is raised.',
      ];
    case 'kept':
      return [
        <><strong>{amounts(reason.missing)}</strong> of what is free is kept for role {role(reason.role)}.</>,
        'Its quota guarantees it that, and it has not taken it yet.',
      ];
    case 'no agent':
      return ['There is no agent in service, so there is nothing to offer.', null];
    case 'nothing free':
      return [reason.agents === 1 ? 'The agent has not both CPUs and memory that are free.' : `None of the ${count(reason.agents)} agents has both CPUs and memory that are free.`, null];
    case 'refused': {
      const until = Math.min(...(refused?.refusals ?? []).map((one) => one.until));
      const free = `${count(reason.free)} of ${count(reason.agents)} agents have CPUs and memory that are free`;
      return reason.filters === 0
        ? [free + '.', 'It has refused none of that: what it is offered is too little, is reserved to others, or is on its way.']
        : [`${free}; it has refused what they have, with ${count(reason.filters)} filters.`,
          Number.isFinite(until) && `It is offered that again in ${span(until - now.value / 1000)}, or when it asks.`];
    }
  }
}
