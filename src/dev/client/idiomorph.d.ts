// The dev server gives the library of this name beside the script.
export { Idiomorph } from 'idiomorph'
