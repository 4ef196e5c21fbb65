import type { Route } from '../routing/index.ts'
import type { StartedService } from './boot.ts'

/** Where services, now that they have started, are not what routes take them for: every mistake as a sentence. */
export async function serviceMistakes(
  routes: readonly Route[],
  services: readonly StartedService[],
): Promise<string[]> {
  // Routes that are made together, such as those of a resource, share their checks.
  const checks = new Set(routes.flatMap(({ checks: own = [] }) => own))
  const found = await Promise.all(
    [...checks].map(async ({ service, mistakes }) => {
      const started = services.find(({ name }) => name === service)
      return started === undefined ? [] : mistakes(started.instance)
    }),
  )
  return found.flat()
}
