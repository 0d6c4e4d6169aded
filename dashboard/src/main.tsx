import { render } from 'preact';
import './style.css';
import { App, needsAll } from './app';
import { place } from './lib/router';
import { connect, wanted } from './lib/stream';

wanted.value = needsAll(place.value.path);
connect();
render(<App />, document.getElementById('app')!);
