export { testApp, type TestedApp, type TestOptions, type TestRequest } from './test-app.ts'
export { testDatabase, type TestDatabaseOptions } from '../database/testing.ts'
export { freshServices } from './fresh-services.ts'
