import type { Random } from '../../run/random.ts'
import type { User } from '../../target/target.ts'
import { bearerOf } from './locked.ts'

/** Headers with credentials that nobody was given: of no form, of a wrong one, and like those of a user, but not quite. */
export function badCredentials(user: User | undefined, random: Random): Record<string, string>[] {
  const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64')
  const values = [
    '',
    'Bearer',
    'Bearer ',
    'Bearer null',
    'Bearer undefined',
    'Bearer ..',
    'Bearer e30.e30.',
    `Bearer ${random.word(40)}`,
    `Bearer ${random.word(4000)}`,
    "Bearer ' OR '1'='1",
    'Bearer {"$ne":null}',
    'Bearer \u00e9\u0080',
    `Bearer ${random.word(8)}, Bearer ${random.word(8)}`,
    'Basic',
    'Basic %%%',
    `Basic ${base64('nocolon')}`,
    `Basic ${base64(':')}`,
    `Basic ${base64('\u00ff\u00fe:\u00ff')}`,
    `Basic ${base64(`${random.word(8)}:${random.word(8)}`)}`,
    `Digest ${random.word(8)}`,
    ',',
  ].map((Authorization) => ({ Authorization }))
  return [...values, ...nearMisses(user)]
}

/** The user's own token with one character changed, and cut in half. */
function nearMisses(user: User | undefined): Record<string, string>[] {
  const held = user === undefined ? undefined : bearerOf(user)
  if (held === undefined) return []
  const { value, replaced } = held
  const middle = Math.floor(value.length / 2)
  const other = value[middle] === 'a' ? 'b' : 'a'
  const changed = value.slice(0, middle) + other + value.slice(middle + 1)
  return [changed, value.slice(0, middle)].map(replaced)
}
