import type { Mend } from '../../check.ts'

/** For CORS that stands in the wrong place. */
export const MEND_CORS_OUTSIDE: Mend = {
  general:
    'Let the layer for CORS stand outside of authentication, limits and error handling: it answers pre-flights itself, and writes its fields on failures as well.',
  stacks: {
    Express: 'app.use(cors(…)) before all other middleware',
    'Spring Boot': 'http.cors(withDefaults()) in Spring Security, so that it comes before authentication',
    Django: 'CorsMiddleware as high as possible in MIDDLEWARE, above CommonMiddleware',
    FastAPI: 'add_middleware(CORSMiddleware, …) as the last call, which is the outermost layer',
    'ASP.NET Core': 'app.UseCors() before app.UseAuthentication()',
    nginx: 'add_header … always; without "always" failures have no fields',
  },
}
