/** The editor of a role's quota: nothing is done before it was told what would follow. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { NAMES, amount, shortId } from '../lib/format';
import type { Plan, Quantities, Quota } from '../lib/quota';
import { command, isSome, plan, setQuota } from '../lib/quota';
import { ask } from '../ui/dialog';
import { FrameworkLink } from '../ui/links';
import { say } from '../ui/notice';
import { Copy } from '../ui/parts';

const EDITED = ['cpus', 'mem', 'disk', 'gpus'];
const PAUSE_MS = 300;

export function amounts(of: Quantities): string {
  return Object.entries(of).map(([name, value]) => amount(name, value)).join(', ');
}

/** Asks what a role is to be sure of and kept within. */
export function editQuota(role: string, before: Quota, again: () => void): void {
  const wish = { quota: before, force: false };
  ask({
    title: `Quota of ${role}`,
    body: <Editor role={role} before={before} wish={wish} />,
    doIt: 'Apply', calm: true,
    act: async () => {
      const problem = await setQuota(role, wish.quota, wish.force);
      if (problem === null) {
        say(isSome(wish.quota.guarantees) || isSome(wish.quota.limits) ? `The quota of ${role} is set` : `${role} has no quota any more`);
        again();
      }
      return problem;
    },
  });
}

function Editor({ role, before, wish }: { role: string; before: Quota; wish: { quota: Quota; force: boolean } }) {
  const wanted = useSignal(before);
  const told = useSignal<Plan | null>(null);
  const trouble = useSignal('');
  useEffect(() => {
    let over = false;
    const timer = setTimeout(() => {
      plan(role, wanted.value).then(
        (answer) => {
          if (!over) told.value = answer;
          trouble.value = '';
        },
        (failure: unknown) => {
          trouble.value = failure instanceof Error ? failure.message : String(failure);
        },
      );
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [wanted.value]);
  const change = (part: keyof Quota, name: string, text: string): void => {
    const next = { ...wanted.value[part] };
    if (text === '') delete next[name];
    else next[name] = Number(text);
    wanted.value = { ...wanted.value, [part]: next };
    wish.quota = wanted.value;
  };
  const field = (part: keyof Quota, name: string, label: string) => (
    <td>
      <input type="number" min="0" step="any" aria-label={`${NAMES[name]} ${label}`} defaultValue={before[part][name]?.toString() ?? ''}
        onInput={(event) => change(part, name, event.currentTarget.value)} />
    </td>
  );
  return (
    <>
      <p>All below <strong>{role}</strong> counts for it. Empty means nothing guaranteed, and no limit; memory and disk are in MB.</p>
      <table class="quota">
        <thead><tr><th scope="col">Resource</th><th scope="col">Guarantee</th><th scope="col">Limit</th></tr></thead>
        <tbody>
          {EDITED.map((name) => (
            <tr key={name}>
              <th scope="row">{NAMES[name]}</th>
              {field('guarantees', name, 'guaranteed')}
              {field('limits', name, 'at most')}
            </tr>
          ))}
        </tbody>
      </table>
      <section class="what-if" aria-live="polite">
        <h3>What would follow</h3>
        {trouble.value ? <p class="problem">{trouble.value}</p> : told.value ? <Follows of={told.value} /> : <p class="dim">Asking …</p>}
      </section>
      {told.value !== null && !told.value.accepted && told.value.forcible && (
        <label class="check field-check">
          <input type="checkbox" onChange={(event) => (wish.force = event.currentTarget.checked)} /> Do it all the same
        </label>
      )}
      <p><Copy text={'proffer ' + command(role, before, wanted.value)} label="Copy as CLI" /></p>
    </>
  );
}

function Follows({ of: { problem, roles: [one], rescinded, overcommitted } }: { of: Plan }) {
  // What follows says the same as the problem does, in other words.
  const said = isSome(overcommitted) || (one !== undefined && isSome(one.excess));
  const nothing = !problem && rescinded.length === 0 && (!one || (!isSome(one.excess) && !isSome(one.unmet)));
  return (
    <ul>
      {nothing && <li>Nothing is taken back, and nothing is short.</li>}
      {one && isSome(one.excess) && <li>It already takes <strong>{amounts(one.excess)}</strong> more than the limit: it gets no more, and nothing is killed.</li>}
      {one && isSome(one.unmet) && <li><strong>{amounts(one.unmet)}</strong> would be kept free for it until it takes them.</li>}
      {isSome(overcommitted) && <li>All roles together would be guaranteed <strong>{amounts(overcommitted)}</strong> more than there is.</li>}
      {rescinded.slice(0, 5).map((offer) => (
        <li key={offer.id}>Offer {shortId(offer.id)} of {amounts(offer.resources)} to <FrameworkLink id={offer.framework_id} /> would be taken back.</li>
      ))}
      {rescinded.length > 5 && <li>So would {rescinded.length - 5} more.</li>}
      {problem && !said && <li class="problem">{problem}</li>}
    </ul>
  );
}
