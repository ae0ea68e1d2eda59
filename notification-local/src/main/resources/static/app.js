// The page of local mode: one recipient's stream, live. Everything that comes from outside is shown with textContent.
'use strict';

const MAX_ITEMS = 500;
const byId = id => document.getElementById(id);
const items = new Map(); // sequence → { element, acked }
let me = null;
let stream = null;
let summaryTimer = null;
let renewed = false; // a fresh session was tried since the stream was last ready

// ---- requests; the session is a cookie, the header keeps other sites from using it
async function request(method, path, body, headers = {}) {
  const response = await fetch(path, { method, body, headers: { 'X-Requested-With': 'page', ...headers } });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    const error = new Error(problem.detail || problem.title || `The server answers ${response.status}`);
    error.status = response.status;
    throw error;
  }
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

async function signIn(name) {
  const token = await request('POST', `/local/tokens?sub=${encodeURIComponent(name)}`);
  await request('POST', '/v1/session', null, { Authorization: `Bearer ${token.access_token}` });
}

// ---- signed in or not
function showLogin(problem = '') {
  disconnect();
  me = null;
  byId('inbox').hidden = true;
  byId('who').hidden = true;
  byId('login').hidden = false;
  byId('login-problem').textContent = problem;
  byId('name').focus();
}

function showInbox() {
  byId('login').hidden = true;
  byId('inbox').hidden = false;
  items.clear();
  byId('list').replaceChildren();
  listChanged();
  connect();
}

function iAm(recipient) {
  if (!byId('to').value || byId('to').value === me) byId('to').value = recipient;
  me = recipient;
  byId('recipient').textContent = recipient;
  byId('who').hidden = false;
}

// ---- the stream
function setState(state, text) {
  byId('state').dataset.state = state;
  byId('state').textContent = text;
}

function note(text) {
  byId('note').textContent = text;
}

function disconnect() {
  if (stream) stream.close();
  stream = null;
}

function connect() {
  disconnect();
  setState('connecting', 'connecting');
  const source = new EventSource('/v1/stream');
  stream = source;
  const on = (name, handle) => source.addEventListener(name, event => {
    if (stream === source) handle(JSON.parse(event.data));
  });
  source.onmessage = event => {
    if (stream === source) received(JSON.parse(event.data));
  };
  source.onerror = () => {
    if (stream !== source) return;
    if (source.readyState === EventSource.CLOSED) reconnectWithNewSession();
    else setState('connecting', 'reconnecting');
  };
  on('stream.ready', ready => {
    renewed = false;
    iAm(ready.recipient);
    showCounts(ready);
    setState('catching-up', 'ready, catching up');
    summarySoon();
  });
  on('stream.caught-up', () => {
    setState('live', 'live');
    note('');
  });
  on('stream.reset', reset => note(`The position could not be resumed (${reset.reason}): everything unacked is sent again.`));
  on('stream.stalled', stalled => note(`Waiting for acks: ${stalled.inFlight} are open.`));
  on('stream.acked', settled => {
    settle(settled);
    summarySoon();
  });
  on('stream.read', settled => {
    settle(settled);
    summarySoon();
  });
  on('stream.close', close => {
    note(`The server ended the stream: ${close.reason}.`);
    if (close.reason === 'token-expired') reconnectWithNewSession();
    else if (close.reconnect === false) {
      disconnect();
      setState('closed', 'closed');
    }
  });
}

// a refused stream is final for EventSource; a fresh token may be all it needs
async function reconnectWithNewSession() {
  disconnect();
  setState('closed', 'closed');
  if (!me) return showLogin('Please sign in again.');
  if (renewed) return renewLater();
  renewed = true;
  try {
    await signIn(me);
    connect();
  } catch (error) {
    if (error.status < 500) showLogin(error.message);
    else renewLater();
  }
}

function renewLater() {
  setTimeout(() => {
    renewed = false;
    if (me && !stream) reconnectWithNewSession();
  }, 3000);
}

// ---- the list
function received(event) {
  const known = items.get(event.seq);
  if (known) {
    showAttempt(known.element, event.attempt);
    return;
  }
  const element = render(event);
  const next = [...items.keys()].filter(seq => seq < event.seq).sort((a, b) => b - a)[0];
  byId('list').insertBefore(element, next === undefined ? null : items.get(next).element);
  items.set(event.seq, { element, acked: false });
  forgetOldest();
  listChanged();
  summarySoon();
}

function render(event) {
  const element = byId('item').content.firstElementChild.cloneNode(true);
  const part = name => element.querySelector(`.${name}`);
  const lane = event.priority || 'normal';
  part('lane').textContent = lane;
  part('lane').dataset.lane = lane;
  part('type').textContent = event.type;
  part('seq').textContent = `#${event.seq}`;
  part('source').textContent = event.source;
  if (event.time) {
    part('time').dateTime = event.time;
    part('time').textContent = new Date(event.time).toLocaleTimeString();
  }
  part('data').textContent = dataOf(event);
  showAttempt(element, event.attempt);
  part('ack').setAttribute('aria-label', `Ack number ${event.seq}, ${event.type}`);
  part('ack').addEventListener('click', () => ack([event.seq]));
  return element;
}

function dataOf(event) {
  if (event.dataurl) return `too large for the stream, see ${event.dataurl}`;
  if (event.data_base64 !== undefined) return `base64 ${event.data_base64}`;
  if (event.data === undefined) return '';
  return typeof event.data === 'string' ? event.data : JSON.stringify(event.data, null, 2);
}

function showAttempt(element, attempt) {
  const badge = element.querySelector('.attempt');
  badge.hidden = !(attempt > 1);
  badge.textContent = `attempt ${attempt}`;
}

function forgetOldest() {
  for (const seq of [...items.keys()].sort((a, b) => a - b)) {
    if (items.size <= MAX_ITEMS) return;
    items.get(seq).element.remove();
    items.delete(seq);
  }
}

function openSeqs() {
  return [...items].filter(([, item]) => !item.acked).map(([seq]) => seq);
}

function listChanged() {
  byId('empty').hidden = items.size > 0;
  byId('ack-all').disabled = openSeqs().length === 0;
}

// ---- acks
function settle({ seqs = [], ranges = [] }) {
  const inside = seq => seqs.includes(seq) || ranges.some(([from, to]) => from <= seq && seq <= to);
  for (const [seq, item] of items) {
    if (item.acked || !inside(seq)) continue;
    item.acked = true;
    item.element.classList.add('acked');
    item.element.querySelector('.ack').hidden = true;
    item.element.querySelector('.done').hidden = false;
  }
  listChanged();
}

async function ack(seqs) {
  try {
    const result = await request('POST', '/v1/acks', JSON.stringify({ seqs }), { 'Content-Type': 'application/json' });
    settle({ seqs });
    showCounts(result);
    summarySoon();
  } catch (error) {
    if (error.status === 401) reconnectWithNewSession();
    else note(`Not acked: ${error.message}`);
  }
}

function showCounts(counts) {
  for (const name of ['unacked', 'unread', 'head'])
    if (Number.isFinite(counts?.[name])) byId(name).textContent = counts[name];
}

function summarySoon() {
  if (summaryTimer) return;
  summaryTimer = setTimeout(async () => {
    summaryTimer = null;
    showCounts(await request('GET', '/v1/inbox/summary').catch(() => null));
  }, 250);
}

// ---- publishing
function eventOf(form) {
  const event = {
    specversion: '1.0',
    id: crypto.randomUUID(),
    source: '/local-page',
    type: form.type.value,
    recipient: form.to.value,
    priority: form.priority.value,
    time: new Date().toISOString(),
  };
  const text = form.data.value.trim();
  if (!text) return JSON.stringify(event);
  try {
    JSON.parse(text);
    event.datacontenttype = 'application/json';
    // the text itself, so that numbers stay as they were typed
    return `${JSON.stringify(event).slice(0, -1)},"data":${text}}`;
  } catch {
    return JSON.stringify({ ...event, datacontenttype: 'text/plain', data: text });
  }
}

async function publish(form) {
  const result = byId('publish-result');
  try {
    await request('POST', '/v1/notifications', eventOf(form), { 'Content-Type': 'application/cloudevents+json' });
    result.dataset.kind = 'good';
    result.textContent = `Accepted for ${form.to.value} at ${new Date().toLocaleTimeString()}`;
  } catch (error) {
    result.dataset.kind = 'bad';
    result.textContent = error.message;
  }
}

function submitted(id, handle) {
  byId(id).addEventListener('submit', async event => {
    event.preventDefault();
    const button = event.target.querySelector('button[type=submit]');
    button.disabled = true;
    try {
      await handle(event.target.elements);
    } finally {
      button.disabled = false;
    }
  });
}

submitted('login-form', async form => {
  try {
    await signIn(form.name.value);
    byId('to').value = form.name.value;
    showInbox();
  } catch (error) {
    byId('login-problem').textContent = error.message;
  }
});
submitted('publish-form', publish);
byId('ack-all').addEventListener('click', () => {
  const seqs = openSeqs();
  for (let i = 0; i < seqs.length; i += 1000) ack(seqs.slice(i, i + 1000));
});
byId('logout').addEventListener('click', async () => {
  await request('DELETE', '/v1/session').catch(() => null);
  showLogin();
});

// a session of an earlier visit may still be good
request('GET', '/v1/inbox/summary').then(showInbox, error => showLogin(error.status === 401 ? '' : error.message));
