/**
 * PostgreSQL's five-character code of an error (appendix A of its documentation), also where another
 * error wraps it as its `cause`.
 */
export function sqlState(error: unknown): string | undefined {
  for (let depth = 0; error instanceof Error && depth < 8; depth++, error = error.cause) {
    if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code))
      return error.code
  }
  return undefined
}

/** Two transactions could not both be carried out as if one came after the other, or waited for each other. */
export function isConflict(error: unknown): boolean {
  const state = sqlState(error)
  return state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED
}

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'
