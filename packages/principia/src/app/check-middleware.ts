import type { Middleware } from '../middleware/index.ts'
import type { Route } from '../routing/index.ts'
import { kindOf, nounOf } from './check-shape.ts'

/**
 * What is wrong with the middleware around a route, as sentences: what is no middleware at all, applied twice,
 * not inside of what it counts on, or adds a name that is taken.
 */
export function checkMiddleware(
  { spec: { middleware = [] }, within = [] }: Route,
  services: readonly string[],
  isTaken: (name: string) => boolean,
): string[] {
  if (!Array.isArray(middleware)) {
    return [`\`middleware\` is ${nounOf(middleware)}; write a list of what defineMiddleware() returns.`]
  }
  const mistakes: string[] = []
  const adder = new Map<string, Middleware>()
  for (const [index, one] of middleware.entries()) {
    if (!isMiddleware(one)) {
      mistakes.push(`\`middleware\` lists ${nounOf(one)}; give what defineMiddleware() returns.`)
      continue
    }
    const name = `middleware "${one.name}" (${one.definedAt})`
    if (middleware.indexOf(one) < index) mistakes.push(`${name} is applied twice; apply it in one place.`)
    const needs = one.needs ?? []
    mistakes.push(
      ...needs
        .filter((need) => !services.includes(need))
        .map((need) => `${name} counts on \`${need}\`, which the app does not have; add it to app().`),
      ...missing(one.within ?? [], middleware.slice(0, index)).map(
        (outer) => `${name} is to run inside of "${outer.name}" (${outer.definedAt}); apply that before it.`,
      ),
    )
    for (const added of one.adds) {
      const other = adder.get(added)
      if (other !== undefined && other !== one) {
        mistakes.push(
          `${name} adds "${added}", and so does "${other.name}" (${other.definedAt}); rename one.`,
        )
      } else if (services.includes(added) || isTaken(added)) {
        mistakes.push(`${name} adds "${added}", which every handler has already; rename it.`)
      }
      adder.set(added, one)
    }
  }
  return [
    ...mistakes,
    ...missing(within, middleware).map(
      (outer) =>
        `it is made by \`define\` with the middleware "${outer.name}" (${outer.definedAt}), which is not applied to it; ` +
        "add it to the app's or the module's `middleware`.",
    ),
  ]
}

function missing(wanted: readonly Middleware[], present: readonly Middleware[]): Middleware[] {
  return wanted.filter((one) => !present.includes(one))
}

export function isMiddleware(value: unknown): value is Middleware {
  return kindOf(value) === 'middleware'
}
