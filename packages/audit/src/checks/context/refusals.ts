import type { Target } from '../../target/target.ts'
import type { RequestSpec } from '../../wire/request.ts'

/**
 * Requests that end in different ways: found, not found, not allowed, unauthorized. Malformed ones are not among them,
 * since a proxy in front answers those by itself.
 */
export function everyKind(target: Target): RequestSpec[] {
  const [page] = target.pages
  const found: RequestSpec[] =
    page === undefined
      ? []
      : [
          { path: page.path, as: page.as },
          { path: page.path, as: page.as, method: 'HEAD' },
          { path: page.path, as: page.as, method: 'PROPFIND' },
        ]
  return [...found, { path: target.missing() }, ...target.guarded.slice(0, 1).map((path) => ({ path }))]
}
