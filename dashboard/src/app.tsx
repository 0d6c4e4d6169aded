import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import { changes, loaded } from './lib/cluster';
import { stranger } from './lib/login';
import { place } from './lib/router';
import { wanted } from './lib/stream';
import { AgentPage } from './pages/agent';
import { Agents } from './pages/agents';
import { Events } from './pages/events';
import { FrameworkPage } from './pages/framework';
import { Frameworks } from './pages/frameworks';
import { Jobs } from './pages/jobs';
import { Login } from './pages/login';
import { Masters } from './pages/masters';
import { Offers } from './pages/offers';
import { Overview } from './pages/overview';
import { Services } from './pages/services';
import { TaskPage } from './pages/task';
import { Tasks } from './pages/tasks';
import { Topology } from './pages/topology';
import { Banner, Navigation, TopBar } from './ui/chrome';
import { Questions } from './ui/dialog';
import { Notices } from './ui/notice';
import { Keys, Palette } from './ui/palette';
import { Nothing } from './ui/parts';

type Content = ComponentType<{ path: string[]; changed?: number }>;

/** A page that comes when it is first looked at, as few look at it. */
function later(load: () => Promise<Content>): Content {
  const come = signal<Content | null>(null);
  let asked = false;
  return function Later(props) {
    useEffect(() => {
      if (asked) return;
      asked = true;
      void load().then(
        (page) => (come.value = page),
        () => (asked = false),
      );
    }, []);
    const Page = come.value;
    return Page ? <Page {...props} /> : <Nothing>Asking …</Nothing>;
  };
}

const JobPage = later(() => import('./pages/job').then((page) => page.JobPage));
const NewJob = later(() => import('./pages/newjob').then((page) => page.NewJob));
const NewService = later(() => import('./pages/newservice').then((page) => page.NewService));
const RunPage = later(() => import('./pages/run').then((page) => page.RunPage));
const ServicePage = later(() => import('./pages/service').then((page) => page.ServicePage));
const Maintenance = later(() => import('./pages/maintenance').then((page) => page.Maintenance));
const Roles = later(() => import('./pages/roles').then((page) => page.Roles));
const Volumes = later(() => import('./pages/volumes').then((page) => page.Volumes));

interface Shown {
  page: Content;
  title: string;
}

function shown(path: string[]): Shown {
  const [first, second, third, fourth] = path;
  switch (first) {
    case undefined:
      return { page: Overview, title: 'Overview' };
    case 'topology':
      return { page: Topology, title: 'Topology' };
    case 'agents':
      return second ? { page: AgentPage, title: 'Agent' } : { page: Agents, title: 'Agents' };
    case 'frameworks':
      return second ? { page: FrameworkPage, title: 'Framework' } : { page: Frameworks, title: 'Frameworks' };
    case 'tasks':
      return third ? { page: TaskPage, title: 'Task' } : { page: Tasks, title: 'Tasks' };
    case 'offers':
      return { page: Offers, title: 'Offers' };
    case 'roles':
      return { page: Roles, title: 'Roles' };
    case 'services':
      return third
        ? { page: ServicePage, title: 'Service' }
        : second
          ? { page: NewService, title: 'New service' }
          : { page: Services, title: 'Services' };
    case 'jobs':
      return fourth
        ? { page: RunPage, title: 'Run' }
        : third
          ? { page: JobPage, title: 'Job' }
          : second
            ? { page: NewJob, title: 'New job' }
            : { page: Jobs, title: 'Jobs' };
    case 'events':
      return { page: Events, title: 'Events' };
    case 'maintenance':
      return { page: Maintenance, title: 'Maintenance' };
    case 'volumes':
      return { page: Volumes, title: 'Volumes' };
    case 'masters':
      return { page: Masters, title: 'Masters' };
    default:
      return { page: Lost, title: 'Nothing here' };
  }
}

/** Whether the page at a path shows more than a summary tells. */
export function needsAll(path: string[]): boolean {
  return !window.early.light.includes(path[0] ?? '');
}

function Lost() {
  return (
    <Nothing>
      There is no such page. <a href="#/">To the overview</a>
    </Nothing>
  );
}

function Page() {
  const [failure, reset] = useErrorBoundary();
  const path = place.value.path;
  const { page: Drawn, title } = shown(path);
  const light = !needsAll(path);
  const address = path.join('/');
  useEffect(() => {
    document.title = title + ' · Proffer';
    reset();
    // Who does not see the page change hears it.
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [address]);
  useEffect(() => {
    if (!light) wanted.value = true;
  }, [light]);
  if (failure) return <Nothing>This page failed: {String(failure)}. Load it again to go on.</Nothing>;
  if (!light && !loaded.value) return <Nothing>Loading what there is …</Nothing>;
  // Components that use signals are drawn anew only for those and for other props: so this is one.
  return <Drawn path={path} changed={changes.value} key={address} />;
}

export function App() {
  if (stranger.value) {
    return (
      <>
        <TopBar />
        <Login />
      </>
    );
  }
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}>
        Skip to the page
      </a>
      <TopBar />
      <Navigation />
      <main id="main" tabIndex={-1}>
        <Banner />
        <Page />
      </main>
      <Notices />
      <Questions />
      <Palette />
      <Keys />
    </>
  );
}
