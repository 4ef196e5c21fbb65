export { testApp, type TestedApp, type TestOptions, type TestRequest } from './test-app.ts'
export { freshServices } from './fresh-services.ts'
