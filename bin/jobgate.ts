/** The operator's command line: `npm run jobgate -- --help`. */
import { explain } from './jobgate/operator-error';
import { jobgate } from './jobgate/program';

jobgate({ out: line => console.log(line), note: line => console.error(line) })
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    console.error(explain(error));
    process.exitCode = 1;
  });
