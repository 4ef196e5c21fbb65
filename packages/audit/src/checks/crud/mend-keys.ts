import type { Mend } from '../../check.ts'

/** For requests that carry an idempotency key. */
export const KEYS: Mend = {
  general:
    'Insert the key of the caller with a unique constraint in the same transaction as the work, with a digest of the request, and keep the answer beside it. Then one of two twins waits or is told 409, another request is told 422, and a replay gets the first answer.',
  stacks: {
    PostgreSQL:
      'create table keys (caller, key, digest, status, answer, primary key (caller, key)); insert … on conflict do nothing',
    Rails: 'a unique index on [:user_id, :key], and the work inside the same transaction',
    'Spring Boot': 'a filter is too far out: the key and the work have to be in one @Transactional method',
  },
}
