import { compileSchema, type Failure, type Validate } from '../validation/index.ts'
import type { Email } from './email.ts'

const validators = new WeakMap<Email, Validate>()

/** The arguments as the email's `render` gets them, or what is wrong with them. */
export async function readEmailArgs(
  email: Email,
  args: unknown,
): Promise<{ readonly value?: unknown; readonly mistake?: string }> {
  let validate = validators.get(email)
  if (validate === undefined) validators.set(email, (validate = compileSchema(email.spec.args, 'args')))
  const failures: Failure[] = []
  const value: unknown = await validate(args, failures)
  if (failures.length === 0) return { value }
  const list = failures.map(({ pointer, message }) => `${pointer === '' ? 'the whole' : pointer} ${message}`)
  return {
    mistake: `The arguments of email "${email.name}" are not what its schema says: ${list.join('; ')}.`,
  }
}
