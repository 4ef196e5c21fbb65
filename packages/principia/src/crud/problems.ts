import { defineProblem } from '../errors/index.ts'

/** RFC 9110 section 15.5.10: the state of things does not allow it, such as a name that is taken. */
export const conflict = defineProblem('conflict', 409, 'It conflicts with what is there')

/** A patch that is well formed and does not fit what it is to change (RFC 5789 section 2.2). */
export const patchFailed = defineProblem('patch-failed', 409, 'The patch does not fit')
