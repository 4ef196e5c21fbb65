import { describeChecks } from '../fixtures/describe-checks.ts'
import { journey } from './index.ts'

describeChecks('journey', journey)
