import type { Mend } from '../../check.ts'

/** For what is asked for and can be done without. */
export const MEND_OPTIONAL: Mend = {
  general:
    'Ask for an optional part with a limit of a few hundred milliseconds, and where it fails or is late, answer without it: say in the answer that it is missing, and count it.',
  stacks: {
    Node: 'const offers = await fetch(url, { signal: AbortSignal.timeout(300) }).then((each) => each.json()).catch(() => undefined)',
    'Go net/http':
      'ctx, cancel := context.WithTimeout(r.Context(), 300*time.Millisecond), and go on where the call gives an error',
    'Spring Boot': 'Resilience4j: @TimeLimiter and @CircuitBreaker(name = "offers", fallbackMethod = "none")',
    'ASP.NET Core': 'AddHttpClient(…).AddStandardResilienceHandler(), and catch what it throws',
    Django: 'requests.get(url, timeout=0.3) within try … except requests.RequestException',
  },
}
