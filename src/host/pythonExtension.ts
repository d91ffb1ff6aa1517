import { extensions, workspace } from 'vscode';
import * as z from 'zod';

const api = z.object({
  environments: z.object({
    getActiveEnvironmentPath: z.custom<() => { readonly path: string }>((value) => typeof value === 'function'),
  }),
});

/** The interpreter chosen in the Python extension; nothing where that is not installed, or the workspace is not trusted. */
export async function selectedPython(): Promise<readonly string[]> {
  const extension = extensions.getExtension('ms-python.python');
  if (extension === undefined || !workspace.isTrusted) return [];
  const parsed = api.safeParse(await extension.activate());
  return parsed.success ? [parsed.data.environments.getActiveEnvironmentPath().path] : [];
}
