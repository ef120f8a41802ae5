/**
 * What the page of `/live` does: a card a run, filled message by message as they come, the way such
 * pages are written; it knows nothing of variants. Plain JavaScript in a text, for it runs in a
 * browser.
 *
 * A program that drives the page finds `live`: `follow(token, id)` resolves once events of the run
 * can come, `end(id)` once its end is on the screen, `measured` is what the page saw of itself.
 */
export const script = `'use strict';
const at = (id) => document.getElementById(id);
const runs = new Map();
const { format } = new Intl.NumberFormat('en');
const counted = { received: 0, others: 0, longTasks: 0, longTaskMs: 0 };
const measured = { delaysMs: [], longTasksMs: [] };

/** The epoch clock in fractional milliseconds, by which the server dates its events. */
const now = () => performance.timeOrigin + performance.now();

class Run {
  constructor(token, id) {
    this.token = token;
    this.id = id;
    this.counts = { received: 0, others: 0 };
    this.events = new Set();
    this.steps = new Map();
    this.card = at('card').content.firstElementChild.cloneNode(true);
    this.card.querySelector('h2').textContent = id;
    this.status = this.card.querySelector('.status');
    this.countsShown = this.card.querySelector('.counts');
    this.text = this.card.querySelector('.text p');
    this.opening = Promise.withResolvers();
    this.opening.promise.catch(() => {});
    this.ending = Promise.withResolvers();
    at('runs').prepend(this.card);
    this.connect();
  }

  connect() {
    const url = new URL('/v1/runs/' + encodeURIComponent(this.id) + '/events', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    this.socket = new WebSocket(url, ['tandem.events', 'bearer.' + this.token]);
    this.socket.onopen = () => {
      this.openedAt = now();
      this.say('waiting for events');
      this.opening.resolve();
    };
    this.socket.onmessage = ({ data }) => this.receive(JSON.parse(data));
    this.socket.onclose = ({ reason }) => this.close(reason || 'the connection was lost');
  }

  receive(message) {
    const isOther = message.run !== this.id;
    count(this.counts, isOther);
    count(counted, isOther);
    this.countsShown.textContent =
      this.counts.received + ' messages, ' + this.counts.others + ' about other runs';
    at('received').textContent = format(counted.received);
    at('others').textContent = format(counted.others);
    if (isOther) return;
    this.show(message);
    if (message.seq === undefined) return;
    this.events.add(message.seq);
    this.socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
    // What happened before this page followed the run is not late: it was sent again.
    if (message.at >= this.openedAt) showDelay(message.at);
    if (message.type === 'run.completed' || message.type === 'run.failed') this.end();
  }

  show(message) {
    const { type, step } = message;
    if (type === 'run.started') this.say('running');
    else if (type === 'token') this.text.append(message.text);
    else if (type === 'state.changed') this.say(message.completed.length + ' steps completed');
    else if (type === 'step.started') this.startStep(step);
    else if (type === 'tool.completed') this.steps.get(step).append(' ✓ ' + message.tool);
    else if (type === 'step.completed') this.endStep(step, 'completed');
    else if (type === 'step.failed') this.endStep(step, 'failed', message.reason);
    else if (type === 'run.completed') this.say('completed', 'completed');
    else if (type === 'run.failed') this.say('failed: ' + message.reason, 'failed');
  }

  startStep(step) {
    const item = document.createElement('li');
    item.textContent = step;
    this.steps.set(step, item);
    this.card.querySelector('ol').append(item);
    this.text.append('\\n');
  }

  endStep(step, outcome, reason = '') {
    const item = this.steps.get(step);
    item.append(' ' + outcome + ' ' + reason);
    item.className = outcome;
  }

  end() {
    this.isOver = true;
    requestAnimationFrame(() => this.ending.resolve(this.seen()));
    this.socket.close(1000);
  }

  async close(reason) {
    if (this.isOver) return;
    this.say(this.openedAt === undefined ? await this.whyRefused() : reason, 'failed');
    this.opening.reject(new Error(this.status.textContent));
    this.ending.resolve(this.seen());
  }

  /** A browser does not tell why an upgrade was refused; the run itself is refused alike. */
  async whyRefused() {
    try {
      const headers = { authorization: 'Bearer ' + this.token };
      const answer = await fetch('/v1/runs/' + encodeURIComponent(this.id), { headers });
      const { error, status } = await answer.json();
      return error ?? 'the run is ' + status + ', its events are no longer kept';
    } catch {
      return 'the server does not answer';
    }
  }

  seen() {
    return { status: this.status.textContent, events: this.events.size };
  }

  say(text, outcome = '') {
    this.status.textContent = text;
    this.status.className = 'status ' + outcome;
  }
}

function count(counts, isOther) {
  counts.received += 1;
  if (isOther) counts.others += 1;
}

/**
 * The callback runs when the browser begins the frame that shows the event: everything that came
 * before is in the document, layout and paint come next. How long those take, and the way of the
 * pixels to the glass, is not in it: a page cannot see that.
 */
function showDelay(happenedAt) {
  requestAnimationFrame(() => {
    const ms = now() - happenedAt;
    measured.delaysMs.push(ms);
    at('delay').textContent = Math.round(ms) + ' ms';
  });
}

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) {
    measured.longTasksMs.push(duration);
    counted.longTasks += 1;
    counted.longTaskMs += duration;
  }
  at('long-tasks').textContent = counted.longTasks + ' (' + Math.round(counted.longTaskMs) + ' ms)';
}).observe({ type: 'longtask', buffered: true });

function follow(token, id) {
  const before = runs.get(id);
  if (before) {
    before.isOver = true;
    before.socket.close(1000);
    before.card.remove();
  }
  const run = new Run(token, id);
  runs.set(id, run);
  return run.opening.promise;
}

/** What is typed wrong would be an exception of the WebSocket, or a run that nobody can ask for. */
function faultOf(token, ids) {
  if (!/^[A-Za-z0-9._-]+$/.test(token)) return 'A token is made of letters, digits, ".", "_" and "-".';
  const bad = ids.find((id) => !/^[A-Za-z0-9._~-]{1,120}$/.test(id));
  if (bad !== undefined) return '"' + bad + '" is no run id: letters, digits, ".", "_", "~" and "-", at most 120.';
  return ids.length === 0 ? 'Give the id of a run.' : '';
}

function followAll(token, ids) {
  const fault = faultOf(token, ids);
  at('message').textContent = fault;
  if (fault === '') for (const id of ids) void follow(token, id);
}

document.querySelector('form').onsubmit = (event) => {
  event.preventDefault();
  followAll(at('token').value.trim(), at('ids').value.split(/[\\s,]+/).filter(Boolean));
};

/** The fragment is taken off at once, so that nobody bookmarks a token or shows it on a picture. */
function followFragment() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (!given.has('token')) return;
  history.replaceState(null, '', location.pathname);
  at('token').value = given.get('token');
  at('ids').value = given.getAll('run').join(' ');
  followAll(given.get('token'), given.getAll('run'));
}
window.onhashchange = followFragment;
followFragment();

window.live = { follow, end: (id) => runs.get(id).ending.promise, measured };
`;
