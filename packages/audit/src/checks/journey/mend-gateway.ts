import type { Mend } from '../../check.ts'

/** For what becomes of a request whose upstream is away. */
export const MEND_AWAY: Mend = {
  general:
    'Give connecting a limit of its own below a second, and waiting for an answer one that is shorter than that of whoever asks. Answer 502 or 503 where the upstream cannot be reached and 504 where it says nothing, and end the connection to it with the request.',
  stacks: {
    nginx: 'proxy_connect_timeout 1s; proxy_read_timeout 5s;',
    Caddy: 'reverse_proxy app:3000 { transport http { dial_timeout 1s  response_header_timeout 5s } }',
    Apache: 'ProxyPass "/" "http://app:3000/" connectiontimeout=1 timeout=5',
    HAProxy: 'timeout connect 1s, and timeout server 5s',
    'Go net/http':
      'httputil.ReverseProxy with a Transport that has a DialContext of net.Dialer{Timeout: time.Second} and ResponseHeaderTimeout: 5 * time.Second',
  },
}
