import type { Mend } from '../../check.ts'

/** For what is written, and where. */
export const EVENT_STREAM: Mend = {
  general:
    'Write each event as one line of JSON to stdout, with its time, level and request id, and leave files, rotation and shipping to what runs the process.',
  stacks: {
    Node: 'pino() writes so by itself; console.error(error) does not.',
    'Spring Boot': 'logging.structured.format.console=ecs',
    Django: "LOGGING with a StreamHandler on stdout and python-json-logger's JsonFormatter",
    'Go net/http': 'slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))',
    Rails: 'config.logger = ActiveSupport::Logger.new($stdout), with lograge for one line per request',
    'ASP.NET Core': 'builder.Logging.AddJsonConsole()',
  },
}
