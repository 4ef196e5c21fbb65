import type { Inspection } from '../../run/inspection.ts'
import type { Page } from '../../target/target.ts'
import { across, inconclusive, type Verdict } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import { isEntityTag } from './entity-tag.ts'
import { sample } from './survey.ts'
import { toRequest, whileSteady } from './while-steady.ts'

const NONE = 'None of its pages has an ETag.'

/** Looks at pages that have an entity tag. */
export function acrossTagged(
  inspection: Inspection,
  examine: (page: Page, tag: string, before: Answered) => Promise<Verdict | undefined>,
): Promise<Verdict> {
  return across(sample(inspection.target.pages, 6), NONE, (page) =>
    page.seen.answer.headers.has('etag')
      ? whileSteady(inspection, toRequest(page), async (before) => {
          const tag = before.answer.headers.get('etag') ?? ''
          return isEntityTag(tag) ? examine(page, tag, before) : undefined
        })
      : undefined,
  )
}

/** Where an answer is none that says anything about a condition. */
export function besides({ answer }: Answered, path: string): Verdict | undefined {
  return answer.status === 200 || answer.status === 304
    ? undefined
    : inconclusive(`${path} was answered with ${answer.status} this time.`)
}
