/**
 * Whom a resource policy's statement is about. An account stands for everyone in it, a role for its sessions; only `*`
 * stands for callers that are not known. (IAM user guide, "AWS JSON policy elements: Principal".)
 */
export type PrincipalTest = (principalArn: string | undefined) => boolean;

/** Undefined when the element is no principal. */
export function compilePrincipal(element: unknown): PrincipalTest | undefined {
  if (element === '*') return () => true;
  if (typeof element !== 'object' || element === null) return undefined;
  const tests = Object.entries(element).flatMap(([kind, names]) =>
    // Services, federations and canonical users do not call an API.
    kind === 'AWS' ? [names].flat().map(name => awsPrincipal(String(name))) : [],
  );
  return arn => tests.some(test => test(arn));
}

function awsPrincipal(name: string): PrincipalTest {
  if (name === '*') return () => true;
  const account = /^(\d{12})$/.exec(name)?.[1] ?? /^arn:[^:]+:iam::(\d{12}):root$/.exec(name)?.[1];
  if (account !== undefined) return arn => arn?.split(':')[4] === account;
  return arn => arn !== undefined && (arn === name || roleOf(arn) === name.replace(/:role\/.*\//, ':role/'));
}

/** `arn:aws:sts::…:assumed-role/Role/session` → `arn:aws:iam::…:role/Role`; a session's ARN leaves out the role's path. */
function roleOf(arn: string): string | undefined {
  const [, partition, account, role] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return role === undefined ? undefined : `arn:${partition}:iam::${account}:role/${role}`;
}
