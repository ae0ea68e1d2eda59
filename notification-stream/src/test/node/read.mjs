// Reads a stream with a client that others wrote and prints each event as a line of JSON: read.mjs <client> <url> <token>
import { EventSource } from 'eventsource';
import { fetchEventSource } from '@microsoft/fetch-event-source';

const [client, url, token] = process.argv.slice(2);
const authorization = { Authorization: `Bearer ${token}` };

function print(type, id, data) {
  console.log(JSON.stringify({ type, id, data }));
}

const clients = {
  eventsource() {
    const source = new EventSource(url, {
      fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...authorization } }),
    });
    for (const type of ['message', 'stream.ready', 'stream.reset', 'stream.acked']) {
      source.addEventListener(type, event => print(type, event.lastEventId, event.data));
    }
  },

  // made for browsers: it looks at the page's visibility, and takes fetch and timers from the window.
  // Unlike an EventSource it also calls for blocks without data: the first retry, heartbeats, bookmarks
  'fetch-event-source'() {
    globalThis.window = globalThis;
    fetchEventSource(url, {
      headers: authorization,
      openWhenHidden: true,
      onmessage: message => message.data && print(message.event || 'message', message.id, message.data),
    });
  },
};

clients[client]();
