// The system's Chromium, driven through a pipe: needs nothing else.
import { spawn } from 'node:child_process';

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** @returns a headless browser: `call` speaks its protocol, `visit` opens a page */
export function browser() {
  const chromium = spawn('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--enable-precise-memory-info',
    '--window-size=1280,860', '--remote-debugging-pipe'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const waiting = new Map();
  let last = 0;
  let heard = '';
  chromium.stdio[4].on('data', (bytes) => {
    heard += bytes;
    for (let end = heard.indexOf('\0'); end >= 0; end = heard.indexOf('\0')) {
      const message = JSON.parse(heard.slice(0, end));
      heard = heard.slice(end + 1);
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    }
  });
  const call = (method, params = {}, sessionId = undefined) =>
    new Promise((done, fail) => {
      const id = ++last;
      waiting.set(id, ({ result, error }) => (error ? fail(new Error(method + ': ' + error.message)) : done(result)));
      chromium.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
    });
  return { call, visit: (url, before = '', apart = false) => visit(call, url, before, apart), close: () => chromium.kill() };
}

/**
 * @param before runs in the page before anything else
 * @param apart whether it shares nothing with others, so that it has a process of its own
 */
async function visit(call, url, before, apart) {
  const context = apart ? await call('Target.createBrowserContext') : {};
  const { targetId } = await call('Target.createTarget', { url: 'about:blank', ...context });
  const { sessionId: session } = await call('Target.attachToTarget', { targetId, flatten: true });
  await call('Page.enable', {}, session);
  if (before) await call('Page.addScriptToEvaluateOnNewDocument', { source: before }, session);
  await call('Page.navigate', { url }, session);
  const run = async (expression) => {
    const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, session);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  return { run, session, leave: () => call('Target.closeTarget', { targetId }) };
}
