import type { Inspection } from '../../run/inspection.ts'
import type { Page } from '../../target/target.ts'
import { sameContent, type Answer } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'

const USUAL = ['Api-Version', 'X-Api-Version', 'Accept-Version']
const VALUES = ['1', '2']
const ROUNDS = 5

/** A header that chooses between versions of a page, and what the page is for two of them. */
export interface VersionHeader {
  readonly page: Page
  readonly name: string
  readonly answers: readonly Answered[]
}

/**
 * Pages whose content is another one for another version asked for by a header. A page that is not the same twice is
 * left out: with it nothing can be told.
 */
export async function versionHeaders({ send, target }: Inspection): Promise<VersionHeader[]> {
  const found: VersionHeader[] = []
  for (const page of target.pages.slice(0, 3)) {
    const described = (page.operation?.parameters ?? []).filter(
      (each) => each.in === 'header' && /version/i.test(each.name),
    )
    const plain = await send({ path: page.path, as: page.as })
    if (!sameContent(plain.answer, (await send({ path: page.path, as: page.as })).answer)) continue
    for (const name of new Set([...described.map((each) => each.name), ...USUAL])) {
      const answers: Answered[] = []
      for (const value of VALUES)
        answers.push(await send({ path: page.path, as: page.as, headers: { [name]: value } }))
      const other = answers.findIndex(({ answer }) => isOther(answer, plain.answer))
      const chosen = answers[other]
      if (chosen === undefined) continue
      const isSame = async () => {
        const again = await send({ path: page.path, as: page.as, headers: { [name]: VALUES[other] ?? '' } })
        const plainAgain = await send({ path: page.path, as: page.as })
        return sameContent(again.answer, chosen.answer) && sameContent(plainAgain.answer, plain.answer)
      }
      // The page may have changed in between, and back: something is made on it, and deleted.
      let rounds = 0
      while (rounds < ROUNDS && (await isSame())) rounds++
      if (rounds === ROUNDS) found.push({ page, name, answers })
    }
  }
  return found
}

/** Whether an answer is good, and another content than the one without the header. */
function isOther(answer: Answer, plain: Answer): boolean {
  return answer.status < 300 && answer.body.length > 0 && !sameContent(answer, plain)
}
