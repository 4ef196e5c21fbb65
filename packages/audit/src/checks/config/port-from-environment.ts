import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { StartFailed } from '../../process/instance.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, need, passed } from '../../verdict.ts'

export const portFromEnvironment = check({
  id: 'config/port-from-environment',
  claim: 'The port that it listens at is a setting in its environment.',
  severity: 'should',
  source: [
    text('The Twelve-Factor App, VII. Port binding', 'https://12factor.net/port-binding'),
    text('The Twelve-Factor App, III. Config', 'https://12factor.net/config'),
  ],
  mend: {
    general: 'Read the port from a variable such as PORT, and listen there.',
    stacks: {
      Express: 'app.listen(Number(process.env.PORT))',
      'Spring Boot': 'It reads SERVER_PORT by itself.',
      'ASP.NET Core': 'It reads ASPNETCORE_HTTP_PORTS by itself.',
      Django: 'gunicorn --bind 0.0.0.0:$PORT',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const { portVariable } = inspection.target.process?.config ?? {}
    const variable = need(
      portVariable,
      'It needs the variable that says which port to listen at; name it under "portVariable".',
    )
    try {
      await using launched = await launch(inspection)
      return passed(`With ${variable}=${launched.instance.origin.port} it listened there.`)
    } catch (error) {
      if (!(error instanceof StartFailed)) throw error
      return failed(`With another port in ${variable} nothing was ready there. ${error.message}`)
    }
  },
  flaw: program('process.env.PORT = process.env.MAIN_PORT; serve()'),
  sound: soundProgram,
})
