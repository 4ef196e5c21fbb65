import type { Mend } from '../../check.ts'

export const mendPersonal: Mend = {
  general:
    'Send Cache-Control: no-store with whatever depends on who asks; private, no-cache where the browser may keep it and ask again.',
  stacks: {
    Express: "router.use(requireUser, (req, res, next) => { res.set('Cache-Control', 'no-store'); next() })",
    Django: '@never_cache, or @cache_control(private=True)',
    'Spring Boot': 'Spring Security sends no-store by default; do not disable headers().cacheControl().',
    nginx:
      'add_header Cache-Control "no-store" always; in the location, and no proxy_ignore_headers Cache-Control',
  },
}
