import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from './field-is-well.ts'
import { parseLinks } from './links.ts'

export const linkSyntax = check({
  id: 'http/link-syntax',
  claim: 'Link fields can be read: each address in angle brackets, with what it is to this one.',
  severity: 'must',
  source: rfc(8288, '3'),
  mend: {
    general:
      'Write <address>; rel="next", several with commas between them. The address stands in angle brackets, and rel is there.',
    stacks: {
      Express: "res.links({ next: '/books?cursor=abc' })",
      'Spring Boot': 'Link.of("/books?cursor=abc", IanaLinkRelations.NEXT).toString(), from Spring HATEOAS',
    },
  },
  run: fieldIsWell('Link', (value) => {
    const links = parseLinks(value)
    if (links === undefined) return 'cannot be read; something like <…>; rel="next" was expected'
    return links.some(({ rel }) => rel === undefined) ? 'has a link without rel' : undefined
  }),
  flaw: sending({ link: '/books?cursor=abc; rel=next' }),
  sound: sending({ link: '</books?cursor=abc>; rel="next", </>; rel=start' }),
})
