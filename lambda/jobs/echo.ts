import type { LocalJobType } from '../core/job/job-type';

const echo: LocalJobType = {
  name: 'echo',
  description: 'Answers with its input.',
  inputSchema: {},
  run: async job => job.input ?? null,
};
export default echo;
