import type { AccessRule } from '../routing/index.ts'
import type { SecurityScheme } from './types.ts'

/** Collects the ways in which callers prove who they are, as the access rules name them. */
export interface SecuritySchemes {
  /** The name of a rule's scheme; `undefined` where the rule does not say how. */
  nameOf(rule: AccessRule<unknown, never>): string | undefined
  readonly schemes: Readonly<Record<string, SecurityScheme>>
}

export function createSecuritySchemes(): SecuritySchemes {
  const schemes: Record<string, SecurityScheme> = {}
  return {
    schemes,
    nameOf({ scheme }) {
      if (scheme === undefined) return undefined
      const [name, described] = describe(scheme)
      schemes[name] ??= described
      return name
    },
  }
}

function describe(scheme: NonNullable<AccessRule<unknown, never>['scheme']>): [string, SecurityScheme] {
  if (typeof scheme === 'string') return [scheme, { type: 'http', scheme }]
  return [
    `cookie-${scheme.cookie.replaceAll(/[^\w.-]/g, '_')}`,
    { type: 'apiKey', in: 'cookie', name: scheme.cookie },
  ]
}
