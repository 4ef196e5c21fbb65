import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { SETTING } from '../../wire/http2/frames.ts'
import { settings } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2SettingsValues = check({
  id: 'http/h2-settings-values',
  claim: 'Over HTTP/2, settings with values that are not allowed end the connection.',
  severity: 'must',
  source: rfc(9113, '6.5.2'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      { says: 'SETTINGS_ENABLE_PUSH of 2', frames: () => [settings([[SETTING.ENABLE_PUSH, 2]])] },
      {
        says: 'SETTINGS_INITIAL_WINDOW_SIZE of 2^31',
        frames: () => [settings([[SETTING.INITIAL_WINDOW_SIZE, 2 ** 31]])],
      },
      { says: 'SETTINGS_MAX_FRAME_SIZE of 100', frames: () => [settings([[SETTING.MAX_FRAME_SIZE, 100]])] },
      {
        says: 'SETTINGS_MAX_FRAME_SIZE of 2^24',
        frames: () => [settings([[SETTING.MAX_FRAME_SIZE, 2 ** 24]])],
      },
    ]),
  flaw: laxHttp2('settings-values'),
  sound: soundHttp2,
})
