import type { Mend } from '../../check.ts'

export const mendAllow: Mend = {
  general:
    'Let the table of routes write Allow: the methods that are registered for the path, with HEAD wherever GET is. A list that is kept by hand goes stale.',
  stacks: {
    Express: "res.set('Allow', 'GET, HEAD, POST').sendStatus(405)",
    'Go net/http': 'http.ServeMux patterns with a method ("GET /notes") answer 405 with Allow since Go 1.22.',
    'Spring Boot':
      'HttpRequestMethodNotSupportedException has getSupportedHttpMethods(); an @ExceptionHandler has to copy them into Allow.',
    nginx:
      'The static module leaves Allow out: error_page 405 @allow; location @allow { add_header Allow "GET, HEAD" always; return 405; }',
  },
}
