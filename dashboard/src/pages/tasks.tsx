import { frameworks } from '../lib/cluster';
import { shortId, stateName } from '../lib/format';
import type { Task } from '../lib/model';
import { STATES, isLive, searchKey } from '../lib/model';
import { place, refine } from '../lib/router';
import { tasks } from '../lib/tasks';
import { Choice, Filter, chosen, searchedKey } from '../ui/filter';
import { agentName } from '../ui/links';
import { AsCommand, Title } from '../ui/parts';
import { TaskTable, useTaskRows } from '../ui/tasktable';

function wantedState(state: string): (task: Task) => boolean {
  switch (state) {
    case '':
      return () => true;
    case 'live':
      return isLive;
    case 'ended':
      return (task) => !isLive(task);
    default:
      return (task) => task.state === state;
  }
}

export function Tasks() {
  const inState = wantedState(chosen('state'));
  const framework = chosen('framework');
  const agent = chosen('agent');
  const role = chosen('role');
  const fits = searchedKey();
  const all = (place.value.query.get('q') ?? '').trim() === '';
  const found = useTaskRows(
    place.value.query.toString(),
    (task) =>
      inState(task) &&
      (framework === '' || task.framework === framework) &&
      (agent === '' || task.agent === agent) &&
      (role === '' || task.role === role) &&
      (all || fits(searchKey(task))),
  );
  return (
    <>
      <Title actions={<AsCommand command="task list" />}>Tasks</Title>
      <Filter label="Name or id" shown={found.rows.length} of={tasks.size}>
        <Choice
          name="state"
          label="State"
          options={[['', 'Any state'], ['live', 'Live'], ['ended', 'Ended'], ...STATES.map((s): [string, string] => [s, stateName(s)])]}
        />
        <Choice
          name="framework"
          label="Framework"
          options={[['', 'Any framework'], ...[...frameworks.values()].map((f): [string, string] => [f.id, f.name || shortId(f.id)])]}
        />
        {agent !== '' && <Chip text={'on ' + agentName(agent)} clear="agent" />}
        {role !== '' && <Chip text={'role ' + role} clear="role" />}
      </Filter>
      <TaskTable of={found} none={tasks.size === 0 ? 'No framework has launched a task yet.' : 'No task fits.'} />
    </>
  );
}

function Chip({ text, clear }: { text: string; clear: string }) {
  return (
    <button class="chip" type="button" onClick={() => refine({ [clear]: '' })}>
      {text} <span aria-hidden="true">×</span>
      <span class="hidden">, show all</span>
    </button>
  );
}
