import type { Check } from '../../check.ts'
import { missingRefused } from './missing-refused.ts'
import { namesSetting } from './names-setting.ts'
import { portFromEnvironment } from './port-from-environment.ts'
import { refusalExitCode } from './refusal-exit-code.ts'

export const config: readonly Check[] = [portFromEnvironment, missingRefused, refusalExitCode, namesSetting]
