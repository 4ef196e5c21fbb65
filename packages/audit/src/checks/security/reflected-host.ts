import type { Inspection } from '../../run/inspection.ts'
import { across, failed, passed, type Verdict } from '../../verdict.ts'

const MOST_PAGES = 6

/** Whether a host that a request makes up comes back in an address: in a header, or as a link in the content. */
export function hostNotReflected(
  { target, send, random }: Inspection,
  headersWith: (host: string) => Readonly<Record<string, string>>,
): Promise<Verdict> {
  const open = target.pages.filter(({ as }) => as === undefined).map(({ path }) => path)
  const paths = [...open.slice(0, MOST_PAGES), target.missing()]
  return across(paths, 'Nothing was tried.', async (path) => {
    const host = `${random.word(10)}.example`
    const seen = await send({ path, headers: headersWith(host) })
    const { headers, body } = seen.answer
    const field = ['location', 'content-location', 'link', 'refresh', 'set-cookie'].find(
      (name) => headers.get(name)?.includes(host) === true,
    )
    const link = new RegExp(`(?:https?:)?(?:\\\\?/){2}${host}`).exec(body.toString('latin1'))?.[0]
    if (field === undefined && link === undefined) return passed()
    const where = field === undefined ? `a link to ${link}` : `${field}: ${headers.get(field)?.slice(0, 120)}`
    return failed(
      `The answer to GET ${path} has ${where}, from the host that the request made up.`,
      seen,
      host,
    )
  })
}
