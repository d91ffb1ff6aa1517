import { csvCell } from './csvCell';
import type { Analysis } from './analyze';
import type { Architecture } from './layer';
import { receptiveFields } from './receptiveField';

const header = 'name,kind,input,output,parameters,statistics,macs,activation_elements,activation_bytes,receptive_field,effective_stride'; // prettier-ignore

/** The layers as comma-separated values (RFC 4180), a line each; shapes are C×H×W with "x" between, and an endless receptive field is empty. */
export function describeCsv(architecture: Architecture, { layers }: Analysis): string {
  const fields = receptiveFields(architecture);
  const lines = layers.map(({ layer, input, output, params, buffers, macs, activationBytes }) => {
    const field = fields.get(layer.name);
    const [size, stride] = [field?.size, field?.stride].map((value) => (Number.isFinite(value) ? value : ''));
    return [csvCell(layer.name), layer.kind, input.join('x'), output.join('x'), params, buffers, macs, activationBytes / 4, activationBytes, size, stride]; // prettier-ignore
  });
  return [header, ...lines.map((cells) => cells.join(','))].join('\r\n');
}
