import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const property = z.object({
  default: z.unknown(),
  description: z.string().optional(),
  markdownDescription: z.string().optional(),
  scope: z.string().optional(),
});

const schema = z.object({
  engines: z.object({ vscode: z.string() }),
  main: z.string(),
  bin: z.record(z.string(), z.string()),
  icon: z.string(),
  activationEvents: z.array(z.string()),
  capabilities: z.object({ untrustedWorkspaces: z.object({ restrictedConfigurations: z.array(z.string()) }) }),
  contributes: z.object({
    commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string() })),
    views: z.record(z.string(), z.array(z.object({ id: z.string(), type: z.string().optional() }))),
    viewsWelcome: z.array(z.object({ view: z.string(), contents: z.string() })),
    menus: z.record(z.string(), z.array(z.object({ command: z.string(), when: z.string() }))),
    keybindings: z.array(z.object({ command: z.string(), when: z.string() })),
    languages: z.array(z.object({ id: z.string(), extensions: z.array(z.string()) })),
    jsonValidation: z.array(z.object({ fileMatch: z.string(), url: z.string() })),
    walkthroughs: z.array(
      z.object({
        steps: z.array(
          z.object({
            description: z.string(),
            media: z.object({ svg: z.string().optional(), markdown: z.string().optional() }),
            completionEvents: z.array(z.string()),
          }),
        ),
      }),
    ),
    viewsContainers: z.object({ activitybar: z.array(z.object({ id: z.string(), icon: z.string() })) }),
    configuration: z.object({ properties: z.record(z.string(), property) }),
  }),
});

/** The extension's manifest; tests run in the repository's root. */
export function manifest(): z.infer<typeof schema> {
  return schema.parse(JSON.parse(readFileSync(path.resolve('package.json'), 'utf8')));
}
