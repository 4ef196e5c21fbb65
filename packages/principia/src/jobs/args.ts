import { readValue } from '../validation/index.ts'
import type { Job } from './job.ts'

/** The arguments as the job's handler gets them, or what is wrong with them. */
export async function readArgs(
  job: Job,
  args: unknown,
): Promise<{ readonly value?: unknown; readonly mistake?: string }> {
  const { value, mistakes } = await readValue(job.spec.args, args)
  if (mistakes === undefined) return { value }
  return { mistake: `The arguments of job "${job.name}" are not what its schema says: ${mistakes}.` }
}
