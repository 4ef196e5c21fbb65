import { describeAlone } from './fixtures/describe-checks.ts'
import { checks } from './index.ts'

describeAlone(checks)
