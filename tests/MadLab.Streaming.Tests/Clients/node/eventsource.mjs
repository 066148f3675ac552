// The "eventsource" package as a client that a test watches: it prints what happens as lines of JSON until its input ends.
//   node eventsource.mjs http://host/path
import { createInterface } from 'node:readline';
import { EventSource } from 'eventsource';

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const source = new EventSource(process.argv[2]);
for (const name of ['open', 'price_update', 'heartbeat', 'status', 'stream_error', 'message']) {
  source.addEventListener(name, (event) => {
    // The server's own event has the name of the one that says the connection is open; that has no data.
    const event_ = event.data === undefined ? `connection ${event.type}` : event.type;
    print({ event: event_, data: event.data ?? '', id: event.lastEventId ?? '', at: Math.round(performance.now()) });
  });
}

source.addEventListener('error', (event) => {
  print({ event: 'connection error', code: event.code ?? 0, isClosed: source.readyState === EventSource.CLOSED, at: Math.round(performance.now()) });
});

createInterface({ input: process.stdin }).on('close', () => {
  source.close();
  process.exit();
});
