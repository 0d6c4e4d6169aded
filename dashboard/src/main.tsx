import { render } from 'preact';
import './style.css';
import { App } from './app';
import { connect } from './lib/stream';

connect();
render(<App />, document.getElementById('app')!);
