/**
 * A Lambda Runtime API for one container: hands out the given event once and prints what the handler answers as one
 * line of JSON ({answer} or {error}), then ends. Usage: node runtime-api.js PORT EVENT_JSON
 */
'use strict';
const http = require('node:http');
const [port, event] = process.argv.slice(2);
const version = '/2018-06-01/runtime';
let handedOut = false;

function finish(result) {
  console.log(JSON.stringify(result));
  setImmediate(() => process.exit(0));
}

http
  .createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      if (request.url === `${version}/invocation/next`) {
        if (handedOut) return;
        handedOut = true;
        response.writeHead(200, {
          'Lambda-Runtime-Aws-Request-Id': '00000000-0000-4000-8000-000000000001',
          'Lambda-Runtime-Deadline-Ms': String(Date.now() + 10_000),
          'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:us-east-1:000000000000:function:image-check',
          'Content-Type': 'application/json',
        });
        response.end(event);
        return;
      }
      response.writeHead(202).end();
      if (request.url.endsWith('/response')) finish({ answer: JSON.parse(body) });
      else if (request.url.endsWith('/error')) finish({ error: body });
    });
  })
  .listen(Number(port), '127.0.0.1');
setTimeout(() => finish({ error: JSON.stringify({ errorType: 'Runtime.NoAnswer' }) }), 90_000);
