import type { Mend } from '../../check.ts'

/** For settings that are read at start. */
export const VALIDATE: Mend = {
  general:
    'Read all settings in one place at start, before anything is opened; check each, collect every mistake, write them to stderr by the names of the variables, and exit with a code other than 0 (78, EX_CONFIG of sysexits.h).',
  stacks: {
    Node: 'const env = z.object({ PORT: z.coerce.number().int().min(0).max(65535) }).safeParse(process.env) with process.exitCode = 78 where it fails; never `process.env.PORT || 3000`',
    FastAPI: 'class Settings(BaseSettings): port: int, made before the app',
    'Spring Boot': '@ConfigurationProperties with @Validated and constraints on its members',
    'ASP.NET Core':
      'services.AddOptions<Settings>().BindConfiguration("Shop").ValidateDataAnnotations().ValidateOnStart()',
    Rails: "ENV.fetch('SECRET') in config/, not ENV['SECRET']",
  },
}
