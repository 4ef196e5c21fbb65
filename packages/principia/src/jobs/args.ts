import { compileSchema, type Failure, type Validate } from '../validation/index.ts'
import type { Job } from './job.ts'

const validators = new WeakMap<Job, Validate>()

/** The arguments as the job's handler gets them, or what is wrong with them. */
export async function readArgs(
  job: Job,
  args: unknown,
): Promise<{ readonly value?: unknown; readonly mistake?: string }> {
  let validate = validators.get(job)
  if (validate === undefined) validators.set(job, (validate = compileSchema(job.spec.args, 'args')))
  const failures: Failure[] = []
  const value: unknown = await validate(args, failures)
  if (failures.length === 0) return { value }
  const list = failures.map(({ pointer, message }) => `${pointer === '' ? 'the whole' : pointer} ${message}`)
  return { mistake: `The arguments of job "${job.name}" are not what its schema says: ${list.join('; ')}.` }
}
