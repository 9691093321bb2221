import type { Policy } from '../../src/adjudication/input.ts';
import type { World } from '../support/world.ts';

/** Puts a person's policies on the roster: where settlements look, and where premiums are counted. */
export async function insure(
  world: World,
  person: number,
  policies: readonly Policy[],
  status = 'active',
): Promise<void> {
  if (status === 'active') world.enroll(policies, person);
  for (const { scheme, policyNo, effectiveFrom, effectiveTo } of policies) {
    await world.execute(
      `INSERT INTO enrollments (scheme, policy_no, member_id, name_key, effective_from, effective_to, status, body, digest, as_of)
       VALUES ('${scheme}', '${policyNo}', '${world.member(person)}', '', '${effectiveFrom}', '${effectiveTo}', '${status}', '{}', '', 0)`,
    );
  }
}
