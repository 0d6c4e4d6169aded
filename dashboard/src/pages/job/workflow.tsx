/** The passes through the graph of jobs that begin with a job. */
import { base } from '../../lib/behind';
import { at, count } from '../../lib/format';
import { send } from '../../lib/http';
import { jobUrl } from '../../lib/jobs';
import { usePolled } from '../../lib/polled';
import { place, refine, to } from '../../lib/router';
import type { NodeStatus, Placed, Workflow, WorkflowNode } from '../../lib/workflows';
import { ENDS, NODE, layOut, nodeState, workflowState } from '../../lib/workflows';
import { ask } from '../../ui/dialog';
import { say } from '../../ui/notice';
import { AsCommand, Badge, Card } from '../../ui/parts';
import { Table } from '../../ui/table';
import { Between, When } from '../../ui/when';

export function Workflows({ framework, job }: { framework: string; job: string }) {
  const all = usePolled<Workflow[]>(jobUrl(framework, job) + '/workflows', 1000).value ?? [];
  if (all.length === 0) return null;
  const wanted = place.value.query.get('workflow');
  const one = all.find((known) => known.id === wanted) ?? all[0]!;
  const [tone, word] = workflowState(one);
  return (
    <Card title="Workflow" aside={
      <span class="actions">
        <select aria-label="Which workflow" value={one.id} onChange={(event) => refine({ workflow: event.currentTarget.value })}>
          {all.map((known) => <option key={known.id} value={known.id}>{at(Date.parse(known.createdAt))}, {workflowState(known)[1]}</option>)}
        </select>
        <AsCommand command={`job workflow ${job} ${one.id}`} />
        <Actions framework={framework} of={one} />
      </span>
    }>
      <p>
        <Badge tone={tone}>{word}</Badge> {count(one.jobs.length)} jobs, begun <When at={one.createdAt} />
        {one.completedAt && <span class="dim">, took <Between from={one.createdAt} until={one.completedAt} /></span>}
      </p>
      <Graph framework={framework} of={one} />
      <Table label="Jobs of the workflow" short rows={one.jobs} keyOf={(node) => node.jobId} none=""
        columns={[
          { name: 'Job', show: (node) => <a href={to(['jobs', framework, node.jobId])}>{node.jobId}</a> },
          { name: 'State', show: (node) => <Badge tone={nodeState(node)[0]}>{nodeState(node)[1]}</Badge> },
          { name: 'Run', show: (node) => node.runId ? <a href={to(['jobs', framework, node.jobId, node.runId])}>{node.runId}</a> : <span class="dim">–</span> },
          { name: 'Begins when', show: (node) => node.after.map((one) => `${one.id} ${ENDS[one.on] ?? one.on}`).join(', ') || 'the workflow begins' },
          { name: 'Why', wide: true, show: (node) => node.reason ?? '' },
          { name: '', show: (node) => node.status === 'FAILED' && <button type="button" class="small" onClick={() => succeed(framework, one, node)}>Take as done …</button> },
        ]} />
    </Card>
  );
}

function url(framework: string, of: Workflow): string {
  return `${base(framework)}/v1/jobs/${encodeURIComponent(of.jobId)}/workflows/${encodeURIComponent(of.id)}`;
}

function succeed(framework: string, of: Workflow, node: WorkflowNode): void {
  ask({
    title: `Take ${node.jobId} as done?`,
    body: <p>What comes after it begins as if it had not failed.</p>,
    doIt: 'Take as done', calm: true,
    act: async () => {
      const problem = await send('POST', `${url(framework, of)}/jobs/${encodeURIComponent(node.jobId)}/actions/succeed`);
      if (problem === null) say('The workflow goes on');
      return problem;
    },
  });
}

function Actions({ framework, of }: { framework: string; of: Workflow }) {
  const act = (what: 'restart' | 'stop', doIt: string, title: string, text: string) =>
    ask({
      title,
      body: <p>{text}</p>,
      doIt,
      act: async () => {
        const problem = await send('POST', `${url(framework, of)}/actions/${what}`);
        if (problem === null) say(what === 'stop' ? 'The workflow is stopped' : 'The workflow goes on');
        return problem;
      },
    });
  const having = (status: NodeStatus) => count(of.jobs.filter((node) => node.status === status).length);
  return (
    <>
      {of.status === 'FAILED' && (
        <button type="button" class="small" onClick={() => act('restart', 'Go on', 'Go on from what failed?', 'What failed runs again, and then what comes after it; what has ended well stays.')}>
          Go on …
        </button>
      )}
      {of.status === 'ACTIVE' && (
        <button type="button" class="small danger" onClick={() => act('stop', 'Stop', 'Stop this workflow?', `Of its jobs ${having('RUNNING')} that run are stopped, and ${having('WAITING')} that wait are left out.`)}>
          Stop …
        </button>
      )}
    </>
  );
}

/** The same as the table has, to be seen at a glance. */
function Graph({ framework, of }: { framework: string; of: Workflow }) {
  const { placed, width, height } = layOut(of.jobs);
  const nodes = [...placed.values()];
  return (
    <div class="graph" tabIndex={0} role="region" aria-label="Graph of the jobs; the table below has the same">
      <svg width={width + 4} height={height + 4} viewBox={`-2 -2 ${width + 4} ${height + 4}`} aria-hidden="true">
        {nodes.flatMap((to) => to.node.after.map(({ id, on }) => {
          const from = placed.get(id);
          return from && <path key={id + to.node.jobId} class={'edge on-' + on} d={curve(from, to)} />;
        }))}
        {nodes.map(({ node, x, y }) => (
          <a key={node.jobId} href={node.runId ? to(['jobs', framework, node.jobId, node.runId]) : to(['jobs', framework, node.jobId])} tabindex={-1}>
            <g transform={`translate(${x} ${y})`}>
              <rect class="node" width={NODE.width} height={NODE.height} rx="8" />
              <circle class={'node-' + nodeState(node)[0]} cx="16" cy={NODE.height / 2} r="5" />
              <text x="30" y="20">{shortened(node.jobId)}</text>
              <text x="30" y="36" class="dim">{nodeState(node)[1]}</text>
            </g>
          </a>
        ))}
      </svg>
    </div>
  );
}

function curve(from: Placed, to: Placed): string {
  const x1 = from.x + NODE.width;
  const y1 = from.y + NODE.height / 2;
  const y2 = to.y + NODE.height / 2;
  const middle = (x1 + to.x) / 2;
  return `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${to.x} ${y2}`;
}

function shortened(id: string): string {
  return id.length > 18 ? id.slice(0, 8) + '…' + id.slice(-9) : id;
}
