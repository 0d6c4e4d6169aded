/** Workflows: jobs that come after each other, in one pass. */

export type NodeStatus = 'WAITING' | 'RUNNING' | 'OK' | 'FAILED' | 'SKIPPED';

export interface WorkflowNode {
  jobId: string;
  status: NodeStatus;
  runId?: string;
  reason?: string;
  after: { id: string; on: 'ok' | 'notok' | 'any' }[];
}

export interface Workflow {
  jobId: string;
  id: string;
  status: 'ACTIVE' | 'SUCCESS' | 'FAILED';
  createdAt: string;
  completedAt: string | null;
  jobs: WorkflowNode[];
}

const NODE_WORDS: Record<NodeStatus, [tone: string, word: string]> = {
  WAITING: ['warn', 'waits'],
  RUNNING: ['info', 'runs'],
  OK: ['good', 'succeeded'],
  FAILED: ['bad', 'failed'],
  SKIPPED: ['calm', 'left out'],
};

export function nodeState(node: WorkflowNode): [tone: string, word: string] {
  return NODE_WORDS[node.status] ?? ['calm', node.status.toLowerCase()];
}

export function workflowState(of: Workflow): [tone: string, word: string] {
  return of.status === 'SUCCESS' ? ['good', 'succeeded'] : of.status === 'FAILED' ? ['bad', 'failed'] : ['info', 'goes on'];
}

/** Which end of another job one waits for, for people. */
export const ENDS: Record<string, string> = { ok: 'succeeds', notok: 'fails', any: 'ends' };

export interface Placed {
  node: WorkflowNode;
  x: number;
  y: number;
}

export const NODE = { width: 168, height: 46, across: 60, down: 16 };

/** From left to right in the order in which they run, each near those that it comes after. */
export function layOut(nodes: WorkflowNode[]): { placed: Map<string, Placed>; width: number; height: number } {
  const byId = new Map(nodes.map((node) => [node.jobId, node]));
  const depths = new Map<string, number>();
  const depth = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    depths.set(id, 0);
    const before = byId.get(id)!.after.filter((one) => byId.has(one.id));
    const found = before.reduce((most, one) => Math.max(most, depth(one.id) + 1), 0);
    depths.set(id, found);
    return found;
  };
  const layers: WorkflowNode[][] = [];
  for (const node of nodes) (layers[depth(node.jobId)] ??= []).push(node);

  const placed = new Map<string, Placed>();
  const tallest = Math.max(...layers.map((layer) => layer.length), 1);
  layers.forEach((layer, i) => {
    const pull = (node: WorkflowNode) => {
      const rows = node.after.flatMap((one) => placed.get(one.id)?.y ?? []);
      return rows.length === 0 ? 0 : rows.reduce((sum, y) => sum + y, 0) / rows.length;
    };
    const top = ((tallest - layer.length) * (NODE.height + NODE.down)) / 2;
    [...layer]
      .sort((a, b) => pull(a) - pull(b))
      .forEach((node, k) => placed.set(node.jobId, { node, x: i * (NODE.width + NODE.across), y: top + k * (NODE.height + NODE.down) }));
  });
  return {
    placed,
    width: layers.length * (NODE.width + NODE.across) - NODE.across,
    height: tallest * (NODE.height + NODE.down) - NODE.down,
  };
}
