/** Ends a run in order at Ctrl-C or SIGTERM; asked a second time, at once. */
export function endOnSignals(close: () => Promise<void>): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (ending) process.exit(130);
      ending = true;
      close().then(
        () => process.exit(0),
        error => {
          console.error(error);
          process.exit(1);
        },
      );
    });
}
