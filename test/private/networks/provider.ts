/** Runs in the provider's network: its back end, on the address that is given. */
import { startSampleUpstream } from '../../../local/upstreams/sample';

startSampleUpstream(process.argv[2]).then(({ url }) => console.log(JSON.stringify({ url })));
