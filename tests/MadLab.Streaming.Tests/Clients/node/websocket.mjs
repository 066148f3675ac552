// The "ws" package as a client that a test drives: it prints what happens as lines of JSON and does what lines on its input say.
//   node websocket.mjs ws://host/path
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

// It offers permessage-deflate by itself, as browsers do.
const socket = new WebSocket(process.argv[2]);
socket.on('upgrade', (response) => print({ event: 'upgrade', extensions: response.headers['sec-websocket-extensions'] ?? '' }));
socket.on('unexpected-response', (_, response) => {
  print({ event: 'refused', status: response.statusCode, retryAfter: response.headers['retry-after'] ?? '' });
  process.exit();
});
socket.on('message', (data, isBinary) => print({ event: 'message', isBinary, data: data.toString() }));
socket.on('ping', () => print({ event: 'ping' }));
socket.on('pong', (data) => print({ event: 'pong', data: data.toString() }));
socket.on('error', (error) => print({ event: 'error', data: error.message }));
socket.on('close', (code, reason) => {
  print({ event: 'close', code, data: reason.toString() });
  process.exit();
});

createInterface({ input: process.stdin }).on('line', (line) => {
  const command = JSON.parse(line);
  switch (command.do) {
    case 'send':
      socket.send(command.data);
      break;
    case 'fragments':
      command.parts.forEach((part, i) => socket.send(part, { fin: i === command.parts.length - 1 }));
      break;
    case 'ping':
      socket.ping(command.data);
      break;
    case 'close':
      socket.close(command.code, command.data);
      break;
  }
});
