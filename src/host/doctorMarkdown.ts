import type { DoctorReport } from '../protocol/engine';

/** The doctor's report as a page to read or to put into a bug report. */
export function doctorMarkdown({ engines, choice, node, platform, cacheFolder, data }: DoctorReport): string {
  return [
    '# ResNet: Doctor',
    '',
    `\`auto\` takes **${choice}**.`,
    '',
    '| Engine | Usable | |',
    '|---|---|---|',
    ...engines.map(({ engine, usable, detail }) => `| ${engine} | ${usable ? 'yes' : 'no'} | ${cell(detail)} |`),
    '',
    '| Data | |',
    '|---|---|',
    ...data.map(({ name, detail }) => `| ${name} | ${cell(detail)} |`),
    '',
    `- Node.js: ${node}`,
    `- Platform: ${platform}`,
    `- Cache: ${cacheFolder}`,
    '',
  ].join('\n');
}

/** The same in lines for a log. */
export function doctorLines(report: DoctorReport): readonly string[] {
  return [
    `Doctor: auto takes ${report.choice}; ${report.platform}, Node.js ${report.node}, cache ${report.cacheFolder}`,
    ...report.engines.map(
      ({ engine, usable, detail }) => `  ${engine}: ${usable ? 'usable' : 'not usable'}, ${detail}`,
    ),
    ...report.data.map(({ name, detail }) => `  data ${name}: ${detail}`),
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
