import type { Mend } from '../../check.ts'

const STRICT = {
  'Node.js': 'Leave `insecureHTTPParser` off, here and in NODE_OPTIONS.',
  Apache: 'HttpProtocolOptions Strict',
  nginx: 'Use a supported version, and put no other server in front that is more lenient.',
  'Go net/http': 'Use a supported Go: what its parser takes is made stricter in its minor versions too.',
  Gunicorn: 'Use version 23 or later, without `--permit-unconventional-http-method` and its like.',
  Tomcat: 'Leave `rejectIllegalHeader` at true.',
}

/** For a message whose end can be read in two ways. */
export const REFUSE_FRAMING: Mend = {
  general:
    'Answer 400 and close the connection: its end is not known, so nothing behind it may be read as a request. Use a server whose parser is strict, keep it up to date, and turn off its lenient modes.',
  stacks: {
    ...STRICT,
    'Go net/http':
      'Have a proxy in front that refuses it: net/http decides for one of the two lengths and keeps the connection.',
  },
}

/** For chunks that break the grammar. */
export const REFUSE_CHUNKS: Mend = {
  general:
    'Read a chunk size as hexadecimal digits alone, demand CRLF behind each line and each chunk, and answer anything else with 400 and the end of the connection.',
  stacks: STRICT,
}

/** For header fields and start lines that break the grammar. */
export const REFUSE_SYNTAX: Mend = {
  general:
    'Answer 400 and close the connection where the head of a message breaks the grammar, instead of mending it.',
  stacks: STRICT,
}

/** For Host. */
export const REFUSE_HOST: Mend = {
  general:
    'Answer 400 where there is no Host, more than one, or one that is not a host with or without a port; better still, take the names that are yours and refuse all others.',
  stacks: {
    'Node.js':
      'Leave `requireHostHeader` on, and look at `request.headersDistinct.host` yourself: its length and its form.',
    Django: "ALLOWED_HOSTS = ['api.example.com'], with CommonMiddleware, which looks at it for each request",
    Flask: "TRUSTED_HOSTS = ['api.example.com'], from 3.1 on",
    FastAPI:
      "app.add_middleware(TrustedHostMiddleware, allowed_hosts=['api.example.com']); uvicorn --http h11 refuses two, and none.",
    Gunicorn: 'It takes a request without Host, and WSGI puts its own address there: have nginx in front.',
    'Go net/http': 'Compare r.Host with a list of names, before the mux; it refuses none and two by itself.',
    Rails: "config.hosts << 'api.example.com'",
    nginx: 'A `default_server` of its own with `return 444;` for all names that are not yours.',
  },
}

/** For heads without end. */
export const LIMIT_HEADS: Mend = {
  general:
    'Limit the request line, each header field, and all of them together, to some 16 KiB; answer what is beyond with 414 or 431, then close the connection.',
  stacks: {
    'Node.js':
      "createServer({ maxHeaderSize: 16_384 }), which is the default; a listener for 'clientError' has to answer, not destroy.",
    'Go net/http': '&http.Server{MaxHeaderBytes: 16 << 10}',
    nginx: 'large_client_header_buffers 4 16k;',
    Tomcat: 'maxHttpRequestHeaderSize="16384"',
    'ASP.NET Core': 'options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;',
  },
}
