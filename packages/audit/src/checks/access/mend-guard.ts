import type { Mend } from '../../check.ts'

/** For checks of who may do something at all. */
export const mendGuard: Mend = {
  general:
    'Refuse by default: each route says who may call it, for all of its methods, and one that says nothing refuses to start. Decide where the route has been found, not in front by comparing the path.',
  stacks: {
    'Spring Boot':
      '.anyRequest().authenticated() as the last rule; rules with methods and PathPatternRequestMatcher',
    'ASP.NET Core': 'FallbackPolicy = DefaultPolicy, and [AllowAnonymous] where it is public',
    Express: 'router.use(requireUser) in the router that has the routes',
    Django: 'LoginRequiredMiddleware (5.1), and @login_not_required where it is public',
    nginx: 'Protect in the service: location blocks compare a path that the service may read in another way.',
  },
}
