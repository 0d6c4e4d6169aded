import { render } from 'preact';
import './style.css';
import { App, needsAll } from './app';
import { whoAmI } from './lib/login';
import { place } from './lib/router';
import { connect, wanted } from './lib/stream';

wanted.value = needsAll(place.value.path);
connect();
void whoAmI();
render(<App />, document.getElementById('app')!);
