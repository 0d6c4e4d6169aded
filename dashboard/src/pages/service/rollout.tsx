/** A deployment as it goes, and what an operator can do about it. */
import { base } from '../../lib/behind';
import { send } from '../../lib/http';
import type { Polled } from '../../lib/polled';
import { usePolled } from '../../lib/polled';
import type { App, Deployment, Ended, Steered } from '../../lib/services';
import { ask } from '../../ui/dialog';
import { attempt, say } from '../../ui/notice';
import { Badge, Card } from '../../ui/parts';
import { When } from '../../ui/when';

interface Deployments {
  running: Steered[];
  ended: Ended[];
}

/** From another framework that speaks Marathon's API there is only what that has. */
export function useDeployments(framework: string): Polled<Deployments> {
  const beyond = usePolled<Deployments>(base(framework) + '/proffer/v1/deployments', 1000);
  const plain = usePolled<Deployment[]>(beyond.status === 404 ? base(framework) + '/v2/deployments' : null, 1000);
  if (beyond.status !== 404) return beyond;
  const running = (plain.value ?? []).map((one): Steered => ({ ...one, state: 'running', steps: [], promotable: [] }));
  return { ...plain, value: plain.value && { running, ended: [] } };
}

const TONES = { running: 'info', paused: 'warn', 'waits for promotion': 'warn' };

export function Rollout({ framework, of, app }: { framework: string; of: Steered; app: App }) {
  const url = `${base(framework)}/proffer/v1/deployments/${of.id}`;
  const steer = (verb: string, done: string) =>
    void attempt(async () => {
      const problem = await send('POST', `${url}/${verb}`);
      if (problem === null) say(done);
      return problem;
    });
  const fresh = (app.tasks ?? []).filter((task) => task.version === app.version).length;
  const undo = () =>
    ask({
      title: 'Roll back this deployment?',
      body: (
        <p>
          What it has changed of {of.affectedApps.join(', ')} is changed back: the <strong>{fresh} instances of the new version are killed</strong>, and
          what was before comes back, a few at a time.
        </p>
      ),
      doIt: 'Roll back',
      act: () => send('DELETE', `${base(framework)}/v2/deployments/${of.id}`),
    });
  return (
    <Card title={of.undoes ? 'Rolling back' : 'Deploying'} class="rollout" aside={
      <span class="actions">
        {of.state === 'paused'
          ? <button class="primary" type="button" onClick={() => steer('resume', 'It goes on')}>Resume</button>
          : <button type="button" onClick={() => steer('pause', 'It is paused')}>Pause</button>}
        {of.promotable.length > 0 && <button class="primary" type="button" onClick={() => steer('promote', 'Promoted')}>Promote</button>}
        <button class="danger" type="button" onClick={undo}>Roll back …</button>
      </span>
    }>
      <p>
        <Badge tone={TONES[of.state]}>{of.state}</Badge>{' '}
        Step {of.currentStep} of {of.totalSteps}: {of.currentActions.map((one) => `${action(one.action)} ${one.app}`).join(', ')}
        {of.begunAt && <span class="dim"> · begun <When at={of.begunAt} /></span>}
      </p>
      <progress max={of.totalSteps} value={of.currentStep - 0.5} aria-label="Steps of the deployment" />
      <p class="dim">{fresh} of {app.instances} instances are of the new version{of.promotable.length > 0 && '; the new ones are tried beside the old ones until somebody promotes them'}.</p>
      {of.steps.length > 1 && (
        <ol class="steps">
          {of.steps.map((step, i) => (
            <li key={i} class={i + 1 < of.currentStep ? 'done' : i + 1 === of.currentStep ? 'now' : ''} aria-current={i + 1 === of.currentStep ? 'step' : undefined}>
              {step.actions.map((one) => `${action(one.action)} ${one.app ?? one.pod}`).join(', ')}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

const ACTIONS: Record<string, string> = { StartApplication: 'start', ScaleApplication: 'scale', RestartApplication: 'replace', StopApplication: 'stop' };

function action(name: string): string {
  return ACTIONS[name] ?? name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** How the last deployments of an app ended. */
export function LastDeployments({ ended, id }: { ended: Ended[]; id: string }) {
  const own = ended.filter((one) => one.affectedApps.includes(id)).slice(0, 5);
  if (own.length === 0) return null;
  return (
    <Card title="Last deployments">
      <ol class="news">
        {own.map((one) => (
          <li key={one.id}>
            <time class="dim"><When at={one.endedAt} /></time>
            <Badge tone={one.state === 'failed' ? 'bad' : 'good'}>{one.state}</Badge>
            <span>{one.reason ?? ''}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
