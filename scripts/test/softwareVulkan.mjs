import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

const driver = 'vk_swiftshader_icd.json';

/** Where distributions keep what belongs to a Chromium whose command is a script. */
const usual = ['/usr/lib/chromium', '/usr/lib64/chromium-browser', '/opt/google/chrome'];

/** What makes a process find the Vulkan in software (SwiftShader) that a Chromium brings, with its loader. */
export function softwareVulkan(chromium) {
  const folder = [path.dirname(realpathSync(chromium)), ...usual].find((each) => existsSync(path.join(each, driver)));
  return folder === undefined ? {} : { LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: path.join(folder, driver) };
}
