/** Whether a dotted version is at least another; a text that is no version is not. */
export function isAtLeast(version: string, oldest: string): boolean {
  const parts = version.split('.').map(Number);
  const differences = oldest.split('.').map((part, index) => (parts[index] ?? 0) - Number(part));
  return (differences.find((difference) => difference !== 0) ?? 0) >= 0;
}
