/**
 * All of TypeBox that runs here, in one place: it is some 680 files, which take a process longer to load than all the
 * rest of the framework. The build puts them into one (scripts/build.ts), in place of this file.
 */
export { Type } from 'typebox'
export { Compile } from 'typebox/compile'
export { Settings } from 'typebox/system'
export { Value } from 'typebox/value'
