import type { JobType } from '../core/job-type';

const echo: JobType = {
  name: 'echo',
  description: 'Answers with its input.',
  inputSchema: {},
  run: async job => job.input ?? null,
};
export default echo;
