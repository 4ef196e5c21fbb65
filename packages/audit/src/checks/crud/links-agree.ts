import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf } from '../../wire/answer.ts'
import { fieldIn } from '../security/answers.ts'
import { acrossLists, ask, probed, sizeName } from './list.ts'
import { CURSORS } from './mend-pages.ts'
import { linksIn, nextIn } from './page.ts'
import { itemsFor } from './some-items.ts'

export const linksAgree = check({
  id: 'crud/links-agree',
  claim: 'The Link field and the content name the same next page.',
  severity: 'should',
  source: rfc(8288, '3'),
  mend: {
    general:
      'Make the address of the next page once, and say it in both places: absolute, or relative to the address that was asked for. Proxies and base paths break those that are put together twice.',
    stacks: CURSORS.stacks ?? {},
  },
  changes: true,
  run: (inspection) =>
    acrossLists(inspection, async (known) => {
      await using _ = await itemsFor(inspection, known, 2)
      const list = await probed(inspection, known)
      const size = sizeName(list)
      const { answered } = await ask(inspection, list, size === undefined ? {} : { [size]: 1 })
      const { answer, origin, request } = answered
      const linked = linksIn(answered).get('next')
      const said = nextIn(jsonOf(answer))
      const path = request?.path ?? list.path
      if (linked === undefined || said === undefined)
        return inconclusive(`${list.path} does not name a next page both in Link and in its content.`)
      const absolute = (address: string) => URL.parse(address, new URL(path, origin))
      const target = absolute(linked)
      const isSame =
        said !== null &&
        ('address' in said
          ? absolute(said.address)?.href === target?.href
          : [...(target?.searchParams.values() ?? [])].includes(said.cursor))
      if (isSame) return passed()
      const other = said === null ? 'none' : 'address' in said ? said.address : said.cursor
      return failed(
        `GET ${path} names the next page \`${linked}\` in Link, and \`${other}\` in its content.`,
        answered,
        fieldIn('Link'),
      )
    }),
  flaw: tampered((answer) => {
    const { link } = answer.headers
    if (typeof link === 'string') answer.headers['link'] = link.replaceAll('</', '</api/')
  }),
})
