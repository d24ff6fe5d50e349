/**
 * Starts the simulation's tests before all others: they take longest, and they are several times slower in a process
 * where an earlier test has switched on Node's tracking of asynchronous calls.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

const isSimulation = test => /[\\/]test[\\/]simulation[\\/]/.test(test.path);

module.exports = class extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => Number(isSimulation(b)) - Number(isSimulation(a)));
  }
};
