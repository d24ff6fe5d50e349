/**
 * Runs in the network of the API: serves an assembly, and plays its VPC endpoint on the address that callers see.
 * Arguments: folder of the assembly, folder for logs, that address.
 */
import { type AddressInfo, connect, createServer } from 'node:net';
import { startLocal } from '../../../local/start';

async function main([assembly, logDirectory, address]: readonly string[]): Promise<void> {
  const { apis } = await startLocal({ assembly: assembly!, logDirectory: logDirectory!, port: 0 });
  const inside = new URL(apis[0]!.url);
  const endpoint = createServer(caller => {
    const way = connect(Number(inside.port), inside.hostname);
    caller.pipe(way).pipe(caller);
    caller.on('error', () => way.destroy());
    way.on('error', () => caller.destroy());
  });
  endpoint.listen(0, address, () => {
    const { port } = endpoint.address() as AddressInfo;
    console.log(JSON.stringify({ url: `http://${address}:${port}${inside.pathname}` }));
  });
}

main(process.argv.slice(2)).catch(error => {
  console.error(error);
  process.exit(1);
});
