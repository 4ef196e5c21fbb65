import type { Inspection } from '../../run/inspection.ts'
import type { Page, User } from '../../target/target.ts'
import type { Answered } from '../../wire/exchange.ts'

/** What one somebody alone is shown. */
export interface PersonalAnswer {
  readonly page: Page
  readonly as: User
  readonly seen: Answered
}

export const NOTHING_PERSONAL =
  'No page is known that only somebody may see; name users, and pages with "as", in the configuration.'

const MOST = 6

/** Pages that refuse whoever is nobody, as somebody sees them. */
export async function personalAnswers({ target, send }: Inspection): Promise<PersonalAnswer[]> {
  const found: PersonalAnswer[] = []
  for (const page of target.pages.filter(({ as }) => as !== undefined).slice(0, MOST)) {
    const { as, path, seen } = page
    if (as === undefined || Object.keys(as.headers).length === 0) continue
    const nobody = await send({ path })
    if (nobody.answer.status === 401 || nobody.answer.status === 403) found.push({ page, as, seen })
  }
  return found
}
