import { statusLine } from '../../wire/answer.ts'
import type { Page, Resource, User } from '../target.ts'
import { atOnce } from './at-once.ts'
import type { Probe } from './probe.ts'

const MOST_PATHS = 3

/** Tells, as sentences, who is refused like nobody (401) wherever somebody is asked for: their headers are not right. */
export async function tellRefused(
  users: readonly User[],
  {
    pages,
    guarded,
    resources,
  }: Readonly<{ pages: readonly Page[]; guarded: readonly string[]; resources: readonly Resource[] }>,
  probe: Probe,
): Promise<string[]> {
  const lists = resources.flatMap(({ as, path, methods }) =>
    as !== undefined && methods.includes('list') ? path : [],
  )
  const paths = [...new Set([...guarded, ...lists])].slice(0, MOST_PATHS)
  const says = await atOnce(users, async (user) => {
    if (paths.length === 0 || pages.some(({ as }) => as === user)) return []
    const answers = await atOnce(paths, (path) => probe({ path, as: user }))
    const [first] = answers
    if (first === undefined || answers.some((each) => each?.answer.status !== 401)) return []
    const names = Object.keys(user.headers).join(' and ')
    const scheme = /^[^ ]+ /.test(user.headers['Authorization'] ?? '') ? ', or "scheme" under "signIn",' : ''
    return `${user.name} is refused like nobody is: GET ${paths[0]} was answered with ${statusLine(first.answer)}. Is ${names}${scheme} right?`
  })
  return says.flat()
}
