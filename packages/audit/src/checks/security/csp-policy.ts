import type { Answer } from '../../wire/answer.ts'

/** A Content Security Policy: the sources of each directive, in lower case but for nonces and hashes. */
export type Policy = ReadonlyMap<string, readonly string[]>

/** The policies of a page that are enforced: several are all kept at once (CSP Level 3 section 2.2). */
export function policiesOf(answer: Answer): Policy[] {
  const inMeta = [
    ...answer.body.toString().matchAll(/<meta\b[^>]*http-equiv=["']?content-security-policy["']?[^>]*>/gi),
  ]
    .map(([tag]) => /\bcontent=(?:"([^"]*)"|'([^']*)')/i.exec(tag))
    .map((match) => match?.[1] ?? match?.[2] ?? '')
  const inFields = answer.headers.all('content-security-policy').flatMap((value) => value.split(','))
  return [...inFields, ...inMeta.map(decodeQuotes)].map(parsePolicy).filter((policy) => policy.size > 0)
}

/** What applies to scripts: undefined where anything is allowed. */
export function scriptSources(policy: Policy): readonly string[] | undefined {
  return policy.get('script-src') ?? policy.get('default-src')
}

function parsePolicy(value: string): Policy {
  const policy = new Map<string, readonly string[]>()
  for (const directive of value.split(';')) {
    const [name = '', ...sources] = directive.trim().split(/\s+/)
    // CSP Level 3 section 2.2.1: of directives with the same name the first counts.
    const key = name.toLowerCase()
    if (key !== '' && !policy.has(key)) policy.set(key, sources.map(lowerUnlessSecret))
  }
  return policy
}

function lowerUnlessSecret(source: string): string {
  return /^'(?:nonce|sha\d+)-/i.test(source) ? source : source.toLowerCase()
}

function decodeQuotes(value: string): string {
  return value.replaceAll('&#39;', "'").replaceAll('&#x27;', "'").replaceAll('&apos;', "'")
}
