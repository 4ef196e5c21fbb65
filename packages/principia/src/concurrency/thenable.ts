/**
 * Whether a value is to be waited for: anything with a `then`, as ECMAScript has it, which a query builder that runs
 * once it is awaited has as well. One that is taken for its own result would be a user, or an answer, that is none.
 */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (typeof value !== 'object' && typeof value !== 'function') return false
  return value !== null && 'then' in value && typeof value.then === 'function'
}
