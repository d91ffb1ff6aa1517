/** The platforms that a VSIX with native parts is made for, by VS Code's names. */
export const nativePlatforms = ['linux-x64', 'linux-arm64', 'darwin-arm64'];

/** This machine's platform. */
export const hostPlatform = `${process.platform}-${process.arch}`;
