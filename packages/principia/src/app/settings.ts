import { defineConfig, type Config } from '../config/index.ts'
import { t } from '../validation/index.ts'

/** The settings that every app understands, as environment variables. */
export const standardSettings = defineConfig({
  HOST: t.String({
    default: '127.0.0.1',
    minLength: 1,
    description: 'the address to listen on; 0.0.0.0 for all',
  }),
  PORT: t.Integer({
    default: 3000,
    minimum: 0,
    maximum: 65_535,
    description: 'the port to listen on; 0 takes any free one',
  }),
  MANAGEMENT_HOST: t.String({
    default: '127.0.0.1',
    minLength: 1,
    description: 'the address of health, metrics and inspector',
  }),
  MANAGEMENT_PORT: t.Optional(
    t.Integer({
      minimum: 0,
      maximum: 65_535,
      description: 'the port of health, metrics and inspector; PORT + 1 unless set',
    }),
  ),
  TLS_CERT: t.Optional(
    t.String({
      minLength: 1,
      description:
        'a file with the certificate and its chain, as PEM; with it the app speaks HTTP/2 and HTTP/1.1 over TLS',
    }),
  ),
  TLS_KEY: t.Optional(
    t.String({ minLength: 1, description: "a file with the certificate's private key, as PEM" }),
  ),
  TRUSTED_PROXIES: t.Optional(
    t.String({
      minLength: 1,
      description:
        'whose word on the client is taken: addresses, networks such as 10.0.0.0/8, loopback, private, link-local',
    }),
  ),
  PROXY_HEADERS: t.Union([t.Literal('x-forwarded'), t.Literal('forwarded')], {
    default: 'x-forwarded',
    description: 'what trusted proxies write: X-Forwarded-For, -Proto and -Host, or Forwarded (RFC 7239)',
  }),
  LOG_LEVEL: t.Union(
    [t.Literal('debug'), t.Literal('info'), t.Literal('warn'), t.Literal('error'), t.Literal('silent')],
    { default: 'info', description: 'the least important lines that are written' },
  ),
  LOG_FORMAT: t.Optional(
    t.Union([t.Literal('json'), t.Literal('pretty')], {
      description: 'pretty at a terminal, json elsewhere, unless set',
    }),
  ),
  SHUTDOWN_DELAY: t.Integer({
    default: 0,
    minimum: 0,
    maximum: 600_000,
    description: 'milliseconds between "not ready" and the end of accepting, for load balancers to notice',
  }),
  SHUTDOWN_DEADLINE: t.Integer({
    default: 20_000,
    minimum: 0,
    maximum: 3_600_000,
    description: 'milliseconds for requests in flight to finish',
  }),
  WORK: t.Union([t.Literal('on'), t.Literal('off')], {
    default: 'on',
    description: "whether this process works on the app's jobs",
  }),
  NODE_ENV: t.String({
    default: 'development',
    description: 'unless production, refusals by CORS are explained in the log; also read by libraries',
  }),
})

export type StandardSettings = Config<typeof standardSettings>
