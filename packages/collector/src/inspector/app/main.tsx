import { render } from 'preact';
import './styles/index.css';
import { App } from './app';
import { createApi } from './data/api';
import { watchRefused } from './data/refused';
import { openStream } from './data/stream';

const api = createApi();
const stream = openStream(api);
render(<App api={api} stream={stream} refused={watchRefused(stream)} />, document.getElementById('app')!);
