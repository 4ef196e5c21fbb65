import type { Mend } from '../../check.ts'

/** For what is wrong with who may read. */
export const MEND_CORS: Mend = {
  general:
    'Keep a list of whole origins (scheme, host, port) and compare them as text: no regular expression, no endsWith. Send back the one that matched, with Vary: Origin; and nothing to others, nor to "null".',
  stacks: {
    Express: "app.use(cors({ origin: ['https://app.example'], credentials: true })), never origin: true",
    Fastify: "@fastify/cors with origin: ['https://app.example']",
    'Spring Boot':
      'allowedOrigins("https://app.example"), not allowedOriginPatterns("*") with allowCredentials(true)',
    Django: "django-cors-headers: CORS_ALLOWED_ORIGINS = ['https://app.example']",
    FastAPI: "CORSMiddleware(allow_origins=['https://app.example'], allow_credentials=True)",
    'ASP.NET Core':
      'policy.WithOrigins("https://app.example").AllowCredentials(), not SetIsOriginAllowed(_ => true)',
    nginx: 'map $http_origin $cors_origin { default ""; "https://app.example" $http_origin; }',
  },
}
