/** The value of an environment variable that `npm test` sets for the tests, or an error that says so. */
export function requiredVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: run the tests with "npm test", which finds or installs what they need.`);
  return value;
}
