/** A list in a list, or an object in an object in an object. */
const tooDeep = /\[[^\]]*\[|\{[^{}]*\{[^{}]*\{/;

/** What a JSON text holds outside its strings: brackets, colons, commas, numbers; for checks that parsing can't make. */
export function structureOf(json: string): string {
  const parts = json.replace(/\\./g, '').split('"');
  return parts.filter((_, index) => index % 2 === 0).join('');
}

/** Whether it is nested deeper than a table of tensors; parsing brackets a million deep would take minutes. */
export function isTooDeep(structure: string): boolean {
  return tooDeep.test(structure);
}

/** The keys of all objects together; parsing keeps the last of two equal ones without a word. */
export function keysWritten(structure: string): number {
  return structure.split(':').length - 1;
}
