import type { Context } from 'aws-lambda';
import { probeEnvironment } from '../../contract/private-environment';
import { readVariables, textList } from '../aws/environment';
import { jsonLog, toStandardOutput } from '../aws/log';
import { type Call, type ProbeReport, probe } from '../core/private/probe';

const settings = readVariables(probeEnvironment, process.env, read => ({
  url: read.text('url'),
  apiId: read.optional('apiId'),
  paths: read.json('paths', textList),
}));
const PATIENCE_MS = 30_000;

const call: Call = async (url, headers) => {
  const answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
};

/** Answers the report, and logs whether everything was reached, for those who only read the log. */
export async function handler(_event: unknown, context: Context): Promise<ProbeReport> {
  const report = await probe(settings, call, Date.now);
  const log = jsonLog(toStandardOutput, { requestId: context.awsRequestId });
  const summary = report.findings.map(({ path, reached, hint }) => ({ path, reached, hint }));
  (report.reached ? log.info : log.warn)('Probed.', { url: report.url, findings: summary });
  return report;
}
