import { createSocket } from 'node:dgram';
import { startTraceDaemon } from '../../../../local/gateway/trace/daemon';
import type { SegmentDocument } from '../../../../local/gateway/trace/segments';
import { TraceStore } from '../../../../local/gateway/trace/trace-store';

const header = '{"format":"json","version":1}';
const segment = (changes: Partial<SegmentDocument> = {}): SegmentDocument => ({
  id: '70de5b6f19ff9a0a',
  name: 'worker',
  trace_id: '1-581cf771-a006649127e371903a2de979',
  start_time: 100,
  end_time: 101,
  ...changes,
});

test('documents arrive over UDP, and what is none is dropped', async () => {
  let arrived: (documents: SegmentDocument[]) => void = () => undefined;
  const all = new Promise<SegmentDocument[]>(resolve => {
    arrived = resolve;
  });
  const received: SegmentDocument[] = [];
  const daemon = await startTraceDaemon(document => {
    received.push(document);
    if (document.name === 'last') arrived(received);
  });
  const [host = '', port] = daemon.address.split(':');
  const socket = createSocket('udp4');
  const send = (text: string) => new Promise(resolve => socket.send(text, Number(port), host, resolve));
  try {
    for (const text of [
      `${header}\n${JSON.stringify(segment())}`,
      JSON.stringify(segment()),
      `{"format":"xml","version":1}\n${JSON.stringify(segment())}`,
      `${header}\nnot json`,
      `${header}\n{"id":1}`,
      `${header}\nnull`,
      '',
      `${header}\n${JSON.stringify(segment({ id: 'b', name: 'last' }))}`,
    ]) {
      await send(text);
    }
    expect((await all).map(({ name }) => name)).toEqual(['worker', 'last']);
  } finally {
    socket.close();
    await daemon.close();
  }
});

describe('the store', () => {
  test('gathers segments by trace, in order of time, as BatchGetTraces gives them', () => {
    const store = new TraceStore();
    store.add(segment({ id: 'b', start_time: 100.5, end_time: 103 }));
    store.add(segment({ id: 'a', name: 'api/dev', fault: true }));
    const trace = store.get(segment().trace_id);
    expect(trace).toMatchObject({
      Id: segment().trace_id,
      Duration: 3,
      Segments: [{ Id: 'a' }, { Id: 'b' }],
    });
    expect(JSON.parse(trace?.Segments[0]?.Document ?? '')).toEqual(
      segment({ id: 'a', name: 'api/dev', fault: true }),
    );
    expect(store.list()).toEqual([
      {
        id: segment().trace_id,
        startTime: 100,
        durationSeconds: 3,
        segments: 2,
        name: 'api/dev',
        hasError: false,
        hasFault: true,
      },
    ]);
    expect(store.get('other')).toBeUndefined();
  });

  test('a document that comes again replaces itself', () => {
    const store = new TraceStore();
    store.add(segment({ in_progress: true, end_time: undefined }));
    store.add(segment());
    expect(store.list()).toMatchObject([{ segments: 1, durationSeconds: 1 }]);
  });

  test('forgets the oldest traces and lists the newest first', () => {
    const store = new TraceStore(2);
    for (const id of ['one', 'two', 'three']) store.add(segment({ trace_id: id }));
    expect(store.list().map(({ id }) => id)).toEqual(['three', 'two']);
  });
});
